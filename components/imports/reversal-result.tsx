"use client";

import { keepPreviousData, useInfiniteQuery } from "@tanstack/react-query";
import Link from "next/link";
import { useLocale, useTranslations } from "next-intl";
import { Failure } from "../layout/failure";
import { LoadMore } from "../layout/load-more";
import { useTRPC } from "../layout/trpc";
import { Instant } from "../ui/date-time";
import { formatCount } from "../ui/format";
import { Section } from "../ui/section";
import { StatusBadge, type Tone } from "../ui/status-badge";
import { Row, Table, TableBody, TableHead, Td, Th } from "../ui/table";
import type { Progress } from "./answers";

type Reversal = NonNullable<Progress["reversal"]>;

const tones = { REVERTED: "reversed", KEPT: "inert", FAILED: "bad" } as const satisfies Record<string, Tone>;

/** A whole import taken back: what was undone, what stayed and why, what failed. */
export function ReversalResult({ uploadId, reversal }: { uploadId: string; reversal: Reversal }) {
  const t = useTranslations("files.revert");
  const locale = useLocale();
  const sum = (counts: Reversal["kept"]) => counts.reduce((total, { count }) => total + count, 0);
  const buckets = [
    { key: "REVERTED", count: reversal.reverted, reasons: [] },
    { key: "KEPT", count: sum(reversal.kept), reasons: reversal.kept },
    { key: "FAILED", count: sum(reversal.failed), reasons: reversal.failed },
  ] as const;
  return (
    <Section title={t(reversal.state === "DONE" ? "doneTitle" : "runningTitle")}>
      <div className="flex flex-col gap-4 p-4">
        <p className="text-muted">
          {t("asked", { name: reversal.requestedBy })} · <Instant at={reversal.requestedAt} /> · “
          {reversal.reason}”
        </p>
        <dl className="grid grid-cols-1 gap-4 sm:grid-cols-3">
          {buckets.map(({ key, count, reasons }) => (
            <div key={key} className="flex flex-col">
              <dt>
                <StatusBadge tone={tones[key]}>{t(`buckets.${key}`)}</StatusBadge>
              </dt>
              <dd className="figures text-2xl font-semibold">{formatCount(count, locale)}</dd>
              {reasons.map((reason) => (
                <dd key={reason.code} className="text-xs text-muted">
                  {formatCount(reason.count, locale)} <ReversalReason code={reason.code} />
                </dd>
              ))}
            </div>
          ))}
        </dl>
      </div>
      {reversal.state === "DONE" ? <ReversalRows uploadId={uploadId} /> : null}
    </Section>
  );
}

function ReversalReason({ code }: { code: string }) {
  const t = useTranslations("files.revert.reasons");
  return <>{t.has(code as never) ? t(code as never) : code}</>;
}

function ReversalRows({ uploadId }: { uploadId: string }) {
  const t = useTranslations("files.revert");
  const trpc = useTRPC();
  const list = useInfiniteQuery({
    ...trpc.imports.reversalRows.infiniteQueryOptions(
      { uploadId },
      { getNextPageParam: (page) => page.nextCursor },
    ),
    placeholderData: keepPreviousData,
  });
  const rows = list.data?.pages.flatMap((page) => page.items) ?? [];
  if (list.isError) return <Failure error={list.error} retry={() => list.refetch()} />;
  if (rows.length === 0) return null;
  return (
    <div className="flex flex-col gap-3 border-t border-line pb-3">
      <Table caption={t("rows")} className="rounded-none! border-0!">
        <TableHead>
          <Th>{t("operation")}</Th>
          <Th>{t("fund")}</Th>
          <Th>{t("became")}</Th>
          <Th>{t("why")}</Th>
        </TableHead>
        <TableBody>
          {rows.map((row) => (
            <Row key={row.operationId}>
              <Td>
                <Link href={`/operacoes/${row.operationId}`} className="text-accent hover:underline">
                  {row.externalId}
                </Link>
              </Td>
              <Td>{row.fundCode}</Td>
              <Td>
                <StatusBadge tone={tones[row.bucket]}>{t(`buckets.${row.bucket}`)}</StatusBadge>
              </Td>
              <Td>
                <ReversalReason code={row.code} />
              </Td>
            </Row>
          ))}
        </TableBody>
      </Table>
      <LoadMore
        shown={rows.length}
        hasMore={list.hasNextPage}
        isBusy={list.isFetchingNextPage}
        onMore={() => list.fetchNextPage()}
      />
    </div>
  );
}
