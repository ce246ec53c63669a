"use client";

import { keepPreviousData, useInfiniteQuery } from "@tanstack/react-query";
import { FileText } from "lucide-react";
import Link from "next/link";
import { useLocale, useTranslations } from "next-intl";
import type { ReactNode } from "react";
import type { Upload } from "#server/domain/imports/queries";
import { Failure } from "../layout/failure";
import { LoadMore } from "../layout/load-more";
import { useTRPC } from "../layout/trpc";
import { Instant } from "../ui/date-time";
import { EmptyState } from "../ui/empty-state";
import { formatBytes, formatCount } from "../ui/format";
import { SegmentBar } from "../ui/progress";
import { Skeleton } from "../ui/skeleton";
import { Row, Table, TableBody, TableHead, Td, Th } from "../ui/table";
import { UploadStatus } from "./upload-status";

/** Files, newest first, each with what became of its lines. Open ones are asked again by themselves. */
export function UploadList({ action }: { action?: ReactNode }) {
  const t = useTranslations("files");
  const trpc = useTRPC();
  const list = useInfiniteQuery({
    ...trpc.imports.list.infiniteQueryOptions({}, { getNextPageParam: (page) => page.nextCursor }),
    placeholderData: keepPreviousData,
    refetchInterval: ({ state }) =>
      state.data?.pages.some((page) => page.items.some(isMoving)) ? 3000 : false,
  });
  const uploads = list.data?.pages.flatMap((page) => page.items) ?? [];
  if (list.isError) return <Failure error={list.error} retry={() => list.refetch()} />;
  if (list.isPending) return <Skeleton className="h-72" />;
  if (uploads.length === 0) {
    return (
      <div className="card">
        <EmptyState icon={<FileText aria-hidden />} title={t("empty")} action={action}>
          {t("emptyHint")}
        </EmptyState>
      </div>
    );
  }
  return (
    <div className="flex flex-col gap-4">
      <UploadTable uploads={uploads} />
      <LoadMore
        shown={uploads.length}
        hasMore={list.hasNextPage}
        isBusy={list.isFetchingNextPage}
        onMore={() => list.fetchNextPage()}
      />
    </div>
  );
}

function isMoving({ state }: Upload): boolean {
  return ["SPLITTING", "STAGING", "ACCEPTING", "PROCESSING"].includes(state);
}

/** As a table, or as cards on a phone. */
export function UploadTable({ uploads }: { uploads: readonly Upload[] }) {
  return (
    <>
      <WideTable uploads={uploads} />
      <Cards uploads={uploads} />
    </>
  );
}

function Cards({ uploads }: { uploads: readonly Upload[] }) {
  const t = useTranslations("files");
  const locale = useLocale();
  return (
    <ul aria-label={t("title")} className="card divide-y divide-line md:hidden">
      {uploads.map((upload) => (
        <li key={upload.uploadId} className="flex flex-col gap-1.5 px-4 py-3">
          <div className="flex flex-wrap items-center justify-between gap-2">
            <Link href={`/arquivos/${upload.uploadId}`} className="font-medium text-accent hover:underline">
              {upload.fileName}
            </Link>
            <UploadStatus state={upload.state} />
          </div>
          <p className="text-xs text-muted">
            {upload.uploaderName} · <Instant at={upload.createdAt} />
          </p>
          {upload.acceptedCount === null ? null : (
            <>
              <ResultBar upload={upload} />
              <p className="figures text-xs text-muted">
                {t("bucket.accepted")} {formatCount(upload.acceptedCount, locale)} · {t("bucket.rejected")}{" "}
                {formatCount(upload.rejectedCount ?? 0, locale)} · {t("bucket.duplicate")}{" "}
                {formatCount(upload.duplicateCount ?? 0, locale)}
              </p>
            </>
          )}
        </li>
      ))}
    </ul>
  );
}

function WideTable({ uploads }: { uploads: readonly Upload[] }) {
  const t = useTranslations("files");
  const locale = useLocale();
  const count = (value: number | null) => (value === null ? "—" : formatCount(value, locale));
  return (
    <Table caption={t("title")} className="max-md:hidden">
      <TableHead>
        <Th>{t("columns.file")}</Th>
        <Th>{t("columns.state")}</Th>
        <Th className="min-w-36">{t("columns.result")}</Th>
        <Th numeric>{t("columns.rows")}</Th>
        <Th numeric>{t("bucket.accepted")}</Th>
        <Th numeric>{t("bucket.rejected")}</Th>
        <Th numeric>{t("bucket.duplicate")}</Th>
        <Th>{t("columns.sentBy")}</Th>
        <Th>{t("columns.sentAt")}</Th>
      </TableHead>
      <TableBody>
        {uploads.map((upload) => (
          <Row key={upload.uploadId}>
            <Td className="min-w-48">
              <Link href={`/arquivos/${upload.uploadId}`} className="font-medium text-accent hover:underline">
                {upload.fileName}
              </Link>
              <span className="figures block text-xs text-muted">
                {formatBytes(upload.sizeBytes, locale)}
              </span>
            </Td>
            <Td>
              <UploadStatus state={upload.state} />
            </Td>
            <Td className="align-middle!">
              <ResultBar upload={upload} />
            </Td>
            <Td numeric>{count(upload.rowCount)}</Td>
            <Td numeric>{count(upload.acceptedCount)}</Td>
            <Td numeric>{count(upload.rejectedCount)}</Td>
            <Td numeric>{count(upload.duplicateCount)}</Td>
            <Td className="whitespace-nowrap">{upload.uploaderName}</Td>
            <Td>
              <Instant at={upload.createdAt} />
            </Td>
          </Row>
        ))}
      </TableBody>
    </Table>
  );
}

export function ResultBar({
  upload,
}: {
  upload: Pick<Upload, "rowCount" | "acceptedCount" | "rejectedCount" | "duplicateCount">;
}) {
  if (upload.rowCount === null || upload.acceptedCount === null) return null;
  return (
    <SegmentBar
      total={upload.rowCount}
      segments={[
        { key: "accepted", count: upload.acceptedCount, look: "bg-ok" },
        { key: "rejected", count: upload.rejectedCount ?? 0, look: "bg-bad" },
        { key: "duplicate", count: upload.duplicateCount ?? 0, look: "bg-line-strong" },
      ]}
    />
  );
}
