"use client";

import { CornerDownRight } from "lucide-react";
import Link from "next/link";
import { useLocale, useTranslations } from "next-intl";
import { Fragment } from "react";
import type { RouterOutput } from "../layout/trpc";
import { Instant } from "../ui/date-time";
import { formatBytes, formatCount, formatDuration } from "../ui/format";
import { StatusBadge } from "../ui/status-badge";
import { Row, Table, TableBody, TableHead, Td, Th } from "../ui/table";
import { ResultBar } from "./result-bar";
import { UploadStatus } from "./upload-status";

export type ListedUpload = RouterOutput["imports"]["list"]["items"][number];
type Correction = ListedUpload["corrections"][number];

/** Files with their corrections as a thread below each; as a table, or as cards on a phone. */
export function UploadTable({ uploads }: { uploads: readonly ListedUpload[] }) {
  return (
    <>
      <WideTable uploads={uploads} />
      <Cards uploads={uploads} />
    </>
  );
}

function Cards({ uploads }: { uploads: readonly ListedUpload[] }) {
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
          <Marks upload={upload} />
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
          {upload.corrections.map((correction, index) => (
            <p key={correction.uploadId} className="flex flex-wrap items-center gap-x-2 text-xs">
              <CorrectionLink correction={correction} version={index + 2} />
              <UploadStatus state={correction.state} />
            </p>
          ))}
        </li>
      ))}
    </ul>
  );
}

function WideTable({ uploads }: { uploads: readonly ListedUpload[] }) {
  const t = useTranslations("files");
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
        <Th numeric>{t("columns.took")}</Th>
      </TableHead>
      <TableBody>
        {uploads.map((upload) => (
          <Fragment key={upload.uploadId}>
            <UploadRow upload={upload} />
            {upload.corrections.map((correction, index) => (
              <CorrectionRow key={correction.uploadId} correction={correction} version={index + 2} />
            ))}
          </Fragment>
        ))}
      </TableBody>
    </Table>
  );
}

function UploadRow({ upload }: { upload: ListedUpload }) {
  const locale = useLocale();
  return (
    <Row>
      <Td className="min-w-48">
        <Link href={`/arquivos/${upload.uploadId}`} className="font-medium text-accent hover:underline">
          {upload.fileName}
        </Link>
        <span className="figures block text-xs text-muted">
          {formatBytes(upload.sizeBytes, locale)}
          {upload.funds.length > 0 ? ` · ${upload.funds.join(", ")}` : ""}
        </span>
        <Marks upload={upload} />
      </Td>
      <Td>
        <UploadStatus state={upload.state} />
      </Td>
      <Td className="pt-4!">
        <ResultBar upload={upload} />
      </Td>
      <Count value={upload.rowCount} />
      <Count value={upload.acceptedCount} />
      <Count value={upload.rejectedCount} />
      <Count value={upload.duplicateCount} />
      <Td>
        {upload.uploaderName}
        <span className="block text-xs text-muted">
          <Instant at={upload.createdAt} />
        </span>
      </Td>
      <Td numeric>{took(upload)}</Td>
    </Row>
  );
}

function CorrectionRow({ correction, version }: { correction: Correction; version: number }) {
  return (
    <Row className="text-muted">
      <Td className="pl-6!">
        <CorrectionLink correction={correction} version={version} />
      </Td>
      <Td>
        <UploadStatus state={correction.state} />
      </Td>
      <Td className="pt-4!">
        <ResultBar
          upload={{
            rowCount: correction.rows,
            acceptedCount: correction.accepted,
            rejectedCount: correction.rejected,
            duplicateCount: correction.duplicate,
          }}
        />
      </Td>
      <Count value={correction.rows} />
      <Count value={correction.accepted} />
      <Count value={correction.rejected} />
      <Count value={correction.duplicate} />
      <Td className="text-xs">
        <Instant at={correction.createdAt} />
      </Td>
      <Td />
    </Row>
  );
}

function CorrectionLink({ correction, version }: { correction: Correction; version: number }) {
  const t = useTranslations("files.thread");
  return (
    <Link
      href={`/arquivos/${correction.uploadId}`}
      className="inline-flex items-center gap-1.5 text-accent hover:underline"
    >
      <CornerDownRight aria-hidden className="size-3.5 text-muted" />
      {t("version", { version })}
    </Link>
  );
}

/** What is particular about a file: it corrects another, or was sent before. */
function Marks({ upload }: { upload: ListedUpload }) {
  const t = useTranslations("files.marks");
  const isRepeated = upload.refusalCode === "DUPLICATE_FILE";
  if (!upload.parentId && !isRepeated) return null;
  return (
    <span className="mt-1 flex flex-wrap gap-1.5">
      {upload.parentId ? <StatusBadge tone="human">{t("correction")}</StatusBadge> : null}
      {isRepeated && upload.duplicateOf ? (
        <Link href={`/arquivos/${upload.duplicateOf}`} className="text-xs text-accent hover:underline">
          {t("duplicateOf")}
        </Link>
      ) : null}
      {isRepeated && !upload.duplicateOf ? <StatusBadge tone="inert">{t("duplicate")}</StatusBadge> : null}
    </span>
  );
}

function Count({ value }: { value: number | null }) {
  const locale = useLocale();
  return <Td numeric>{value === null ? "—" : formatCount(value, locale)}</Td>;
}

/** From the confirmation to the last operation that is final or in front of a person. */
function took({ confirmedAt, finishedAt, state }: ListedUpload): string {
  if (state !== "DONE" || !confirmedAt || !finishedAt) return "—";
  return formatDuration((finishedAt.getTime() - confirmedAt.getTime()) / 1000);
}
