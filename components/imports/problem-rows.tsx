"use client";

import { useInfiniteQuery } from "@tanstack/react-query";
import Link from "next/link";
import { useLocale, useTranslations } from "next-intl";
import { parseAsStringLiteral, useQueryState } from "nuqs";
import type { ProblemCount, ProblemRow, UploadDetail } from "#server/domain/imports/queries";
import { Failure } from "../layout/failure";
import { LoadMore } from "../layout/load-more";
import { useTRPC } from "../layout/trpc";
import { formatCount } from "../ui/format";
import { Section } from "../ui/section";
import { Skeleton } from "../ui/skeleton";
import { Row, Table, TableBody, TableHead, Td, Th } from "../ui/table";
import { Tabs } from "../ui/tabs";

type Props = { uploadId: string; upload: UploadDetail; problems: readonly ProblemCount[] };

/** The lines that did not become operations, first grouped by what mends them, then one by one. */
export function ProblemRows({ uploadId, upload, problems }: Props) {
  const t = useTranslations("files");
  const locale = useLocale();
  const [tab, setTab] = useQueryState("aba", parseAsStringLiteral(["rejeitadas", "repetidas"]));
  const rejected = upload.rejectedCount ?? 0;
  const duplicate = upload.duplicateCount ?? 0;
  const shown = tab ?? (rejected > 0 ? "rejeitadas" : "repetidas");
  return (
    <div className="flex flex-col gap-4">
      {rejected > 0 ? (
        <ProblemGroups problems={problems.filter((group) => group.state === "REJECTED")} />
      ) : null}
      <Tabs
        label={t("problemTabs")}
        value={shown}
        onChange={(next) => setTab(next)}
        tabs={[
          {
            value: "rejeitadas",
            label: `${t("bucket.rejected")} (${formatCount(rejected, locale)})`,
            panel: <ProblemTable uploadId={uploadId} state="REJECTED" isShown={shown === "rejeitadas"} />,
          },
          {
            value: "repetidas",
            label: `${t("bucket.duplicate")} (${formatCount(duplicate, locale)})`,
            panel: <ProblemTable uploadId={uploadId} state="DUPLICATE" isShown={shown === "repetidas"} />,
          },
        ]}
      />
    </div>
  );
}

function ProblemGroups({ problems }: { problems: readonly ProblemCount[] }) {
  const t = useTranslations("files");
  const locale = useLocale();
  return (
    <Section title={t("problemGroups")}>
      <ul className="divide-y divide-line">
        {problems.map((group) => (
          <li
            key={group.code}
            className="grid grid-cols-[3rem_minmax(0,1fr)] gap-x-4 px-4 py-2 md:grid-cols-[3rem_minmax(0,18rem)_minmax(0,1fr)]"
          >
            <span className="figures text-right font-semibold">{formatCount(group.count, locale)}</span>
            <span className="font-medium">
              <ProblemName code={group.code} />
            </span>
            <span className="col-start-2 text-muted md:col-start-3">{group.fix}</span>
          </li>
        ))}
      </ul>
    </Section>
  );
}

function ProblemName({ code }: { code: string | null }) {
  const t = useTranslations("problems");
  if (code === null) return null;
  return <>{t.has(code as never) ? t(code as never) : code}</>;
}

function ProblemTable({
  uploadId,
  state,
  isShown,
}: {
  uploadId: string;
  state: "REJECTED" | "DUPLICATE";
  isShown: boolean;
}) {
  const t = useTranslations("files");
  const trpc = useTRPC();
  const list = useInfiniteQuery({
    ...trpc.imports.problemRows.infiniteQueryOptions(
      { uploadId, state },
      { getNextPageParam: (page) => page.nextCursor },
    ),
    enabled: isShown,
  });
  const rows = list.data?.pages.flatMap((page) => page.items) ?? [];
  if (list.isError) return <Failure error={list.error} retry={() => list.refetch()} />;
  if (list.isPending) return <Skeleton className="h-48" />;
  if (rows.length === 0) return <p className="text-muted">{t("noProblems")}</p>;
  return (
    <div className="flex flex-col gap-3">
      <Table caption={t(state === "REJECTED" ? "rejectedCaption" : "duplicateCaption")}>
        <TableHead>
          <Th numeric>{t("columns.line")}</Th>
          {state === "REJECTED" ? (
            <>
              <Th>{t("columns.column")}</Th>
              <Th className="min-w-44">{t("columns.problem")}</Th>
              <Th className="min-w-40">{t("columns.got")}</Th>
              <Th className="min-w-48">{t("columns.expected")}</Th>
              <Th className="min-w-56">{t("columns.fix")}</Th>
            </>
          ) : (
            <Th>{t("columns.firstOne")}</Th>
          )}
          <Th className="min-w-72">{t("columns.raw")}</Th>
        </TableHead>
        <TableBody>
          {rows.map((row) => (
            <Row key={row.rowNo}>
              <Td numeric>{row.lineNo}</Td>
              {state === "REJECTED" ? <ProblemCells row={row} /> : <FirstOneCell row={row} />}
              <Td>
                <code className="font-mono text-xs break-all text-muted">{row.raw.slice(0, 400)}</code>
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

function ProblemCells({ row }: { row: ProblemRow }) {
  return (
    <>
      <Td className="whitespace-nowrap">{row.problem?.column ?? "—"}</Td>
      <Td>
        <span className="block font-medium">
          <ProblemName code={row.code} />
        </span>
        <code className="font-mono text-xs text-muted">{row.code}</code>
      </Td>
      <Td>{row.problem?.got ?? "—"}</Td>
      <Td>{row.problem?.expected ?? "—"}</Td>
      <Td>{row.problem?.fix ?? "—"}</Td>
    </>
  );
}

function FirstOneCell({ row }: { row: ProblemRow }) {
  if (!row.operationId) return <Td>{row.externalId ?? "—"}</Td>;
  return (
    <Td className="whitespace-nowrap">
      <Link href={`/operacoes/${row.operationId}`} className="text-accent hover:underline">
        {row.externalId ?? row.operationId}
      </Link>
    </Td>
  );
}
