"use client";

import { useQuery } from "@tanstack/react-query";
import { CircleCheck, CircleX, LoaderCircle } from "lucide-react";
import { useLocale, useTranslations } from "next-intl";
import { Failure } from "../layout/failure";
import { type RouterOutput, useTRPC } from "../layout/trpc";
import { formatCount, formatMoney, formatTime } from "../ui/format";
import { Money } from "../ui/money";
import { Notice } from "../ui/notice";
import { Row, Table, TableBody, TableHead, Td, Th } from "../ui/table";

type Account = RouterOutput["funds"]["proof"]["accounts"][number];

/** Every balance beside the sum of its postings, both of one snapshot: the number proves itself. */
export function Proof({ code }: { code: string }) {
  const t = useTranslations("funds.proof");
  const locale = useLocale();
  const trpc = useTRPC();
  const proof = useQuery({ ...trpc.funds.proof.queryOptions({ code }), refetchInterval: 60_000 });
  if (proof.isError) {
    return (
      <div className="border-t border-line p-4">
        <Failure error={proof.error} retry={() => proof.refetch()} />
      </div>
    );
  }
  if (proof.isPending) {
    return (
      <p className="flex min-h-11 items-center gap-1.5 border-t border-line px-4 text-xs text-muted">
        <LoaderCircle aria-hidden className="size-4 motion-safe:animate-spin" />
        {t("checking")}
      </p>
    );
  }
  const wrong = proof.data.accounts.filter((account) => !account.isProven);
  const count = proof.data.accounts.reduce((sum, account) => sum + account.postingCount, 0);
  const at = formatTime(proof.data.readAt, locale, true);
  return (
    <div className="flex flex-col gap-3 border-t border-line px-4 py-3">
      {wrong.length > 0 ? (
        <Notice tone="bad" title={t("wrong")}>
          <ul>
            {wrong.map((account) => (
              <li key={account.code}>
                {t("wrongAccount", {
                  name: t(`account.${account.code as "CAIXA"}`),
                  difference: formatMoney(differenceOf(account), locale),
                })}
              </li>
            ))}
          </ul>
          <p>{t("wrongAction")}</p>
        </Notice>
      ) : null}
      <details>
        <summary className="flex w-fit flex-wrap items-center gap-x-1.5 text-xs">
          {wrong.length > 0 ? (
            <CircleX aria-hidden className="size-4 shrink-0 text-bad" />
          ) : (
            <CircleCheck aria-hidden className="size-4 shrink-0 text-ok" />
          )}
          <span className={wrong.length > 0 ? "font-medium text-bad" : "font-medium text-ok"}>
            {t(wrong.length > 0 ? "notProven" : "proven", { at })}
          </span>
          <span className="figures text-muted">
            {t("difference", {
              difference: formatMoney(
                wrong.reduce((sum, one) => sum + differenceOf(one), 0n),
                locale,
              ),
            })}
            {" · "}
            {t("postings", { count, formatted: formatCount(count, locale) })}
          </span>
        </summary>
        <div className="mt-2">
          <Accounts accounts={proof.data.accounts} />
        </div>
      </details>
    </div>
  );
}

function Accounts({ accounts }: { accounts: readonly Account[] }) {
  const t = useTranslations("funds.proof");
  return (
    <Table caption={t("caption")}>
      <TableHead>
        <Th>{t("columns.account")}</Th>
        <Th numeric>{t("columns.balance")}</Th>
        <Th numeric>{t("columns.sum")}</Th>
        <Th numeric>{t("columns.difference")}</Th>
      </TableHead>
      <TableBody>
        {accounts.map((account) => (
          <Row key={account.code}>
            <Td>{t(`account.${account.code as "CAIXA"}`)}</Td>
            <Td numeric>
              <Money cents={account.balanceCents} withSymbol={false} />
            </Td>
            <Td numeric>
              <Money cents={account.provenCents} withSymbol={false} />
            </Td>
            <Td numeric className={account.isProven ? "text-muted" : "font-medium text-bad"}>
              <Money cents={differenceOf(account)} withSymbol={false} />
            </Td>
          </Row>
        ))}
      </TableBody>
    </Table>
  );
}

function differenceOf({ balanceCents, provenCents }: Account): bigint {
  return balanceCents - provenCents;
}
