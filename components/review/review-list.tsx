"use client";

import { keepPreviousData, useInfiniteQuery, useQuery } from "@tanstack/react-query";
import { Inbox } from "lucide-react";
import Link from "next/link";
import { useLocale, useTranslations } from "next-intl";
import { parseAsString, useQueryState } from "nuqs";
import type { ReviewItem } from "#server/domain/review/queries";
import { Failure } from "../layout/failure";
import { useFundScope } from "../layout/fund-scope";
import { LoadMore } from "../layout/load-more";
import { useTRPC } from "../layout/trpc";
import { classNames } from "../ui/class-names";
import { Instant } from "../ui/date-time";
import { EmptyState } from "../ui/empty-state";
import { formatCount, formatDay, formatDecimal, formatInstant, formatMoney } from "../ui/format";
import { Skeleton } from "../ui/skeleton";
import { Row, Table, TableBody, TableHead, Td, Th } from "../ui/table";
import { ReasonText } from "./reason-text";

/** Everything that waits for a person, the longest wait first; the reasons filter it. */
export function ReviewList() {
  const t = useTranslations("review");
  const trpc = useTRPC();
  const [reason, setReason] = useQueryState("motivo", parseAsString);
  const [fundCode] = useFundScope();
  const list = useInfiniteQuery({
    ...trpc.review.list.infiniteQueryOptions(
      { reason, fundCode },
      { getNextPageParam: (page) => page.nextCursor },
    ),
    placeholderData: keepPreviousData,
  });
  const items = list.data?.pages.flatMap((page) => page.items) ?? [];
  return (
    <div className="flex flex-col gap-4">
      <ReasonChips reason={reason} onChange={setReason} />
      {list.isError ? <Failure error={list.error} retry={() => list.refetch()} /> : null}
      {list.isPending ? <Skeleton className="h-72" /> : null}
      {list.isSuccess && items.length === 0 ? (
        <div className="card">
          <EmptyState icon={<Inbox aria-hidden />} title={t("empty")}>
            {t("emptyHint")}
          </EmptyState>
        </div>
      ) : null}
      {items.length > 0 ? <ReviewTable items={items} /> : null}
      <LoadMore
        shown={items.length}
        hasMore={list.hasNextPage}
        isBusy={list.isFetchingNextPage}
        onMore={() => list.fetchNextPage()}
      />
    </div>
  );
}

function ReasonChips({
  reason,
  onChange,
}: {
  reason: string | null;
  onChange: (reason: string | null) => void;
}) {
  const t = useTranslations("review");
  const locale = useLocale();
  const trpc = useTRPC();
  const [fundCode] = useFundScope();
  const counts = useQuery(trpc.review.counts.queryOptions({ fundCode }));
  const total = (counts.data ?? []).reduce((sum, row) => sum + row.count, 0);
  const chips = [{ reason: null, count: total }, ...(counts.data ?? [])];
  return (
    <fieldset className="flex flex-wrap gap-2">
      <legend className="sr-only">{t("reasons")}</legend>
      {chips.map((chip) => (
        <button
          key={chip.reason ?? "todos"}
          type="button"
          aria-pressed={chip.reason === reason}
          onClick={() => onChange(chip.reason)}
          className={classNames(
            "inline-flex min-h-7 items-center gap-2 rounded-md border px-2.5 text-sm",
            chip.reason === reason
              ? "border-accent bg-accent-soft text-accent"
              : "border-line bg-surface hover:bg-hover",
          )}
        >
          {chip.reason === null ? t("all") : <ReasonText code={chip.reason} />}
          <span className="figures font-semibold">{formatCount(chip.count, locale)}</span>
        </button>
      ))}
    </fieldset>
  );
}

function ReviewTable({ items }: { items: readonly ReviewItem[] }) {
  const t = useTranslations("review");
  return (
    <Table caption={t("title")}>
      <TableHead>
        <Th>{t("columns.reason")}</Th>
        <Th>{t("columns.fund")}</Th>
        <Th>{t("columns.evidence")}</Th>
        <Th>{t("columns.since")}</Th>
        <Th>{t("columns.subject")}</Th>
      </TableHead>
      <TableBody>
        {items.map((item) => (
          <Row key={item.reviewItemId}>
            <Td className="min-w-44">
              <span className="block font-medium">
                <ReasonText code={item.reason} />
              </span>
              <code className="font-mono text-xs text-muted">{item.reason}</code>
            </Td>
            <Td className="whitespace-nowrap">{item.fundCode ?? "—"}</Td>
            <Td className="min-w-64">
              <Evidence evidence={item.evidence} />
            </Td>
            <Td>
              <Instant at={item.openedAt} />
            </Td>
            <Td className="whitespace-nowrap">
              {item.subjectType === "operation" ? (
                <Link href={`/operacoes/${item.subjectId}`} className="text-accent hover:underline">
                  {t("seeOperation")}
                </Link>
              ) : (
                item.subjectType
              )}
            </Td>
          </Row>
        ))}
      </TableBody>
    </Table>
  );
}

/** What the rule measured, as name and value; the queue of a later screen lays it out side by side. */
function Evidence({ evidence }: { evidence: Record<string, unknown> }) {
  const t = useTranslations("evidence");
  const locale = useLocale();
  const entries = Object.entries(evidence).filter(
    ([key, value]) => value !== null && typeof value !== "object" && !hiddenEvidence.has(key),
  );
  return (
    <dl className="flex flex-wrap gap-x-4 gap-y-0.5">
      {entries.map(([key, value]) => (
        <div key={key} className="flex gap-1.5">
          <dt className="text-muted">{t.has(key as never) ? t(key as never) : key}</dt>
          <dd className="figures">{readable(key, String(value), locale)}</dd>
        </div>
      ))}
    </dl>
  );
}

/** The rule's own code is shown beside; a quote's id says nothing to a reader. */
const hiddenEvidence = new Set(["code", "quoteId"]);

function readable(key: string, text: string, locale: string): string {
  if (/^\d{4}-\d{2}-\d{2}T[\d:.]+Z$/.test(text)) return formatInstant(new Date(text), locale);
  if (/^\d{4}-\d{2}-\d{2}$/.test(text)) return formatDay(text, locale);
  if (key.endsWith("Cents") && /^-?\d+$/.test(text)) return formatMoney(BigInt(text), locale);
  return /^-?\d+(\.\d+)?$/.test(text) ? formatDecimal(text, locale) : text;
}
