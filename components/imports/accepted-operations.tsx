"use client";

import { useQuery } from "@tanstack/react-query";
import Link from "next/link";
import { useLocale, useTranslations } from "next-intl";
import { type RouterOutput, useTRPC } from "../layout/trpc";
import { type StatusKey, statuses, statusOf } from "../operations/statuses";
import { ReasonText } from "../review/reason-text";
import { formatCount } from "../ui/format";
import { Money } from "../ui/money";
import { Section } from "../ui/section";
import { StatusBadge } from "../ui/status-badge";
import { Row, Table, TableBody, TableHead, Td, Th } from "../ui/table";
import type { Progress } from "./answers";

type Props = { uploadId: string; counts: Progress["operations"]; accepted: number };

/** What became of the accepted lines: every number leads to exactly those operations. */
export function AcceptedOperations({ uploadId, counts, accepted }: Props) {
  const t = useTranslations("files");
  const tOperations = useTranslations("operations");
  const locale = useLocale();
  const trpc = useTRPC();
  const totals = useQuery({
    ...trpc.imports.totals.queryOptions({ uploadId }),
    enabled: accepted > 0,
  });
  if (accepted === 0) return null;
  return (
    <Section title={t("operationsTitle", { count: accepted, formatted: formatCount(accepted, locale) })}>
      <Table caption={t("operationsCaption")} className="rounded-none! border-0!">
        <TableHead>
          <Th>{t("columns.state")}</Th>
          <Th className="min-w-48 max-sm:hidden">{t("columns.why")}</Th>
          <Th numeric>{t("columns.operations")}</Th>
          <Th numeric>{t("columns.total")}</Th>
        </TableHead>
        <TableBody>
          {groupByStatus(counts).map(({ status, count, codes }) => (
            <Row key={status}>
              <Td>
                <StatusBadge tone={statuses[status].tone}>{tOperations(`status.${status}`)}</StatusBadge>
                <span className="mt-1 block text-xs text-muted sm:hidden">
                  <Why status={status} codes={codes} />
                </span>
              </Td>
              <Td className="text-muted max-sm:hidden">
                <Why status={status} codes={codes} />
              </Td>
              <Td numeric>
                <Link
                  href={`/operacoes?arquivo=${uploadId}&status=${status}`}
                  className="font-medium text-accent hover:underline"
                  aria-label={t("seeOperations", {
                    count,
                    formatted: formatCount(count, locale),
                    status: tOperations(`status.${status}`),
                  })}
                >
                  {formatCount(count, locale)}
                </Link>
              </Td>
              <Td numeric>
                <Money cents={sumOf(status, totals.data)} withSymbol={false} />
              </Td>
            </Row>
          ))}
        </TableBody>
      </Table>
    </Section>
  );
}

function Why({ status, codes }: Pick<Group, "status" | "codes">) {
  const t = useTranslations("files");
  const locale = useLocale();
  if (codes.length === 0) return t(`why.${status}`);
  return codes.map(({ code, count }, index) => (
    <span key={code}>
      {index > 0 ? "; " : ""}
      <ReasonText code={code} /> ({formatCount(count, locale)})
    </span>
  ));
}

type Group = {
  status: StatusKey;
  count: number;
  codes: { code: string; count: number }[];
};

/** What the operations of a state add up to; nothing to say while none of them has a price. */
function sumOf(status: StatusKey, totals: RouterOutput["imports"]["totals"] | undefined): bigint | null {
  const own = (totals ?? []).filter((total) => statusOf(total) === status);
  const sum = own.reduce((cents, { totalCents }) => cents + totalCents, 0n);
  return sum === 0n ? null : sum;
}

function groupByStatus(counts: Progress["operations"]): Group[] {
  const groups = new Map<StatusKey, Group>();
  for (const row of counts) {
    const status = statusOf(row);
    const group = groups.get(status) ?? { status, count: 0, codes: [] };
    group.count += row.count;
    if (row.code) group.codes.push({ code: row.code, count: row.count });
    groups.set(status, group);
  }
  const order = Object.keys(statuses);
  return [...groups.values()].toSorted((a, b) => order.indexOf(a.status) - order.indexOf(b.status));
}
