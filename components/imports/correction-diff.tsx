"use client";

import { keepPreviousData, useInfiniteQuery, useQuery } from "@tanstack/react-query";
import Link from "next/link";
import { useLocale, useTranslations } from "next-intl";
import { useState } from "react";
import { Failure } from "../layout/failure";
import { LoadMore } from "../layout/load-more";
import { type RouterOutput, useTRPC } from "../layout/trpc";
import { formatCount } from "../ui/format";
import { Section } from "../ui/section";
import { Skeleton } from "../ui/skeleton";
import { Row, Table, TableBody, TableHead, Td, Th } from "../ui/table";
import { Tabs } from "../ui/tabs";
import { ProblemName } from "./problem-name";

type Line = RouterOutput["imports"]["correctionRows"]["items"][number];
const fates = ["sent", "unchanged", "ignored", "wrong"] as const;
type Fate = (typeof fates)[number];

/** Line by line what a correction says otherwise than its file, and which lines are not sent, and why. */
export function CorrectionDiff({ uploadId, isDecided }: { uploadId: string; isDecided: boolean }) {
  const t = useTranslations("files.diff");
  const locale = useLocale();
  const trpc = useTRPC();
  const counts = useQuery({
    ...trpc.imports.correction.queryOptions({ uploadId }),
    placeholderData: keepPreviousData,
  });
  const [chosen, setChosen] = useState<Fate | null>(null);
  if (counts.isError) return <Failure error={counts.error} retry={() => counts.refetch()} />;
  if (!counts.data) return <Skeleton className="h-48" />;
  const { data } = counts;
  const shown = chosen ?? fates.find((fate) => data[fate] > 0) ?? "sent";
  return (
    <Section title={t("title")}>
      <div className="flex flex-col gap-3 p-4">
        <p className="text-muted">{t(isDecided ? "decided" : "onlyChanged")}</p>
        <Tabs
          label={t("tabs")}
          value={shown}
          onChange={setChosen}
          tabs={fates.map((fate) => ({
            value: fate,
            label: t(`fates.${fate === "sent" && isDecided ? "taken" : fate}`, {
              formatted: formatCount(data[fate], locale),
            }),
            panel: shown === fate ? <Lines uploadId={uploadId} fate={fate} /> : null,
          }))}
        />
      </div>
    </Section>
  );
}

function Lines({ uploadId, fate }: { uploadId: string; fate: Fate }) {
  const t = useTranslations("files.diff");
  const trpc = useTRPC();
  const list = useInfiniteQuery({
    ...trpc.imports.correctionRows.infiniteQueryOptions(
      { uploadId, fate },
      { getNextPageParam: (page) => page.nextCursor },
    ),
    placeholderData: keepPreviousData,
  });
  const lines = list.data?.pages.flatMap((page) => page.items) ?? [];
  if (list.isError) return <Failure error={list.error} retry={() => list.refetch()} />;
  if (list.isPending) return <Skeleton className="h-32" />;
  if (lines.length === 0) return <p className="text-muted">{t("none")}</p>;
  return (
    <div className="flex flex-col gap-3">
      <Table caption={t("title")}>
        <TableHead>
          <Th numeric className="w-px whitespace-nowrap">
            {t("line")}
          </Th>
          <Th numeric className="w-px sm:whitespace-nowrap">
            {t("correctsLine")}
          </Th>
          <Th className="sm:pl-8">{t("changes")}</Th>
          {fate === "sent" ? null : <Th className="min-w-44 max-sm:hidden">{t("why")}</Th>}
        </TableHead>
        <TableBody>
          {lines.map((line) => (
            <Row key={line.rowNo}>
              <Td numeric>{line.lineNo}</Td>
              <Td numeric>{line.correctsLine ?? t("isNew")}</Td>
              <Td className="sm:pl-8">
                <Changes line={line} />
                {fate === "sent" ? null : (
                  <div className="mt-1.5 sm:hidden">
                    <Why line={line} />
                  </div>
                )}
              </Td>
              {fate === "sent" ? null : (
                <Td className="max-sm:hidden">
                  <Why line={line} />
                </Td>
              )}
            </Row>
          ))}
        </TableBody>
      </Table>
      <LoadMore
        shown={lines.length}
        hasMore={list.hasNextPage}
        isBusy={list.isFetchingNextPage}
        onMore={() => list.fetchNextPage()}
      />
    </div>
  );
}

function Changes({ line }: { line: Line }) {
  const t = useTranslations("files.diff");
  if (line.changes.length === 0) return <span className="text-muted">{t("nothing")}</span>;
  return (
    <ul className="flex flex-col gap-1">
      {line.changes.map(({ name, before, after }) => (
        <li key={name} className="figures flex flex-wrap items-baseline gap-x-2 wrap-anywhere">
          <span className="w-full font-mono text-xs text-muted sm:w-auto">{name}</span>
          {before === null ? null : (
            <>
              <del className="rounded-sm bg-bad-tint px-1 text-bad">
                <span className="sr-only">{t("before")} </span>
                {before === "" ? t("empty") : before}
              </del>
              <span aria-hidden>→</span>
            </>
          )}
          <ins className="rounded-sm bg-ok-tint px-1 font-medium text-ok no-underline">
            <span className="sr-only">{t("after")} </span>
            {after === "" ? t("empty") : after}
          </ins>
        </li>
      ))}
    </ul>
  );
}

function Why({ line }: { line: Line }) {
  const t = useTranslations("files.diff");
  const { code, problem, operationId } = line;
  return (
    <>
      <span className="block font-medium">
        {t.has(`reasons.${code}` as never) ? t(`reasons.${code}` as never) : <ProblemName code={code} />}
      </span>
      {problem ? <span className="block text-xs text-muted">{problem.fix}</span> : null}
      {operationId ? (
        <Link href={`/operacoes/${operationId}`} className="text-xs text-accent hover:underline">
          {t("seeOperation")}
        </Link>
      ) : null}
    </>
  );
}
