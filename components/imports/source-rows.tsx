"use client";

import { keepPreviousData, useInfiniteQuery } from "@tanstack/react-query";
import { X } from "lucide-react";
import { useLocale, useTranslations } from "next-intl";
import { useRef, useState } from "react";
import { Failure } from "../layout/failure";
import { LoadMore } from "../layout/load-more";
import { useTRPC } from "../layout/trpc";
import { Button } from "../ui/button";
import { formatCount } from "../ui/format";
import { Skeleton } from "../ui/skeleton";
import { Tabs } from "../ui/tabs";
import { ProblemName } from "./problem-name";
import { ProblemTable } from "./problem-table";
import { type RowTab, useRowFilter } from "./row-filter";
import { ValidTable } from "./valid-table";

type Bucket = "REJECTED" | "DUPLICATE" | "VALID";
type Props = {
  uploadId: string;
  counts: Partial<Record<Bucket, number>>;
  canEdit: boolean;
  /** Before the confirmation a line can also be left out. */
  canOmit?: boolean;
};

const buckets: Record<RowTab, Bucket> = { rejeitadas: "REJECTED", repetidas: "DUPLICATE", validas: "VALID" };

/** A file's lines by what becomes of them; a rejected one is mended where it stands. */
export function SourceRows({ uploadId, counts, canEdit, canOmit = false }: Props) {
  const t = useTranslations("files");
  const locale = useLocale();
  const [filter, setFilter] = useRowFilter();
  const [said, setSaid] = useState("");
  const whole = useRef<HTMLElement>(null);
  const tabs = (Object.keys(buckets) as RowTab[]).filter((tab) => counts[buckets[tab]] !== undefined);
  const firstFull = tabs.find((tab) => (counts[buckets[tab]] ?? 0) > 0);
  const shown = filter.linhas ?? firstFull ?? "rejeitadas";
  return (
    <section
      ref={whole}
      tabIndex={-1}
      aria-label={t("mending.tabs")}
      className="flex flex-col gap-3 focus:outline-none"
    >
      {/* Outside the tables: the last line mended takes its table away. */}
      <p role="status" className="sr-only">
        {said}
      </p>
      {filter.problema ? (
        <p className="flex flex-wrap items-center gap-2">
          <span className="text-muted">{t("mending.onlyProblem")}</span>
          <span className="font-medium">
            <ProblemName code={filter.problema} />
          </span>
          <Button kind="quiet" onClick={() => setFilter({ problema: null })}>
            <X aria-hidden />
            {t("mending.allProblems")}
          </Button>
        </p>
      ) : null}
      <Tabs
        label={t("mending.tabs")}
        value={shown}
        onChange={(linhas) => setFilter({ linhas, problema: null })}
        tabs={tabs.map((tab) => ({
          value: tab,
          label: `${t(`mending.${tab}`)} (${formatCount(counts[buckets[tab]] ?? 0, locale)})`,
          panel:
            shown === tab ? (
              <BucketRows
                uploadId={uploadId}
                bucket={buckets[tab]}
                code={tab === "rejeitadas" ? filter.problema : null}
                canEdit={canEdit}
                canOmit={canOmit}
                onSaid={setSaid}
                onLast={() => whole.current?.focus()}
              />
            ) : null,
        }))}
      />
    </section>
  );
}

type BucketProps = {
  uploadId: string;
  bucket: Bucket;
  code: string | null;
  canEdit: boolean;
  canOmit: boolean;
  onSaid: (text: string) => void;
  onLast: () => void;
};

function BucketRows({ uploadId, bucket, code, ...mending }: BucketProps) {
  const t = useTranslations("files");
  const trpc = useTRPC();
  const list = useInfiniteQuery({
    ...trpc.imports.rows.infiniteQueryOptions(
      { uploadId, bucket, code },
      { getNextPageParam: (page) => page.nextCursor },
    ),
    placeholderData: keepPreviousData,
  });
  const rows = list.data?.pages.flatMap((page) => page.items) ?? [];
  const names = list.data?.pages[0]?.names ?? [];
  if (list.isError) return <Failure error={list.error} retry={() => list.refetch()} />;
  if (list.isPending) return <Skeleton className="h-48" />;
  if (rows.length === 0) return <p className="py-2 text-muted">{t("noProblems")}</p>;
  return (
    <div className="flex flex-col gap-3">
      {bucket === "REJECTED" ? (
        <ProblemTable uploadId={uploadId} rows={rows} names={names} {...mending} />
      ) : (
        <ValidTable
          rows={rows}
          names={names}
          isRepeated={bucket === "DUPLICATE"}
          caption={t(bucket === "VALID" ? "validCaption" : "duplicateCaption")}
        />
      )}
      <LoadMore
        shown={rows.length}
        hasMore={list.hasNextPage}
        isBusy={list.isFetchingNextPage}
        onMore={() => list.fetchNextPage()}
      />
    </div>
  );
}

/** Moves the focus to the next (1) or previous (-1) line that can be mended. */
export function focusProblem(step: 1 | -1): void {
  const buttons = [...document.querySelectorAll<HTMLElement>("[data-mend]")];
  const at = buttons.indexOf(document.activeElement as HTMLElement);
  const next = at < 0 ? (step === 1 ? 0 : buttons.length - 1) : at + step;
  const button = buttons[Math.min(Math.max(next, 0), buttons.length - 1)];
  button?.focus();
  button?.scrollIntoView({ block: "center" });
}
