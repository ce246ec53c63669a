"use client";

import { Download } from "lucide-react";
import { useLocale, useTranslations } from "next-intl";
import { BackLink } from "../layout/back-link";
import { PageHeader } from "../layout/page-header";
import type { RouterOutput } from "../layout/trpc";
import { DownloadLink } from "../ui/button";
import { Instant } from "../ui/date-time";
import { formatBytes, formatCount } from "../ui/format";
import { AcceptedOperations } from "./accepted-operations";
import { Buckets } from "./buckets";
import { ConfirmUpload } from "./confirm-upload";
import { ProblemRows } from "./problem-rows";
import { UploadProgress } from "./upload-progress";
import { UploadRefusal } from "./upload-refusal";
import { UploadStatus } from "./upload-status";
import { useUploadProgress } from "./use-upload-progress";

/** One file, from its arrival to what became of every line. */
export function UploadDetail({ uploadId, canSend }: { uploadId: string; canSend: boolean }) {
  const t = useTranslations("files");
  const { progress, connection } = useUploadProgress(uploadId);
  const { upload } = progress;
  const isWaiting = upload.state === "AWAITING_CONFIRMATION" || upload.state === "RECEIVING";
  const hasBuckets = upload.acceptedCount !== null && upload.rowCount !== null;
  return (
    <>
      <PageHeader
        back={<BackLink href="/arquivos">{t("title")}</BackLink>}
        title={
          <>
            {upload.fileName}
            <UploadStatus state={upload.state} />
          </>
        }
        description={<Facts upload={upload} />}
        actions={
          (upload.rejectedCount ?? 0) > 0 ? (
            <DownloadLink href={`/api/arquivos/${uploadId}/rejeitadas`}>
              <Download aria-hidden />
              {t("downloadRejected")}
            </DownloadLink>
          ) : null
        }
      />
      <div className="flex flex-col gap-4">
        <UploadRefusal upload={upload} />
        {isWaiting && upload.isOwn && canSend ? (
          <ConfirmUpload uploadId={uploadId} isWhole={upload.state === "AWAITING_CONFIRMATION"} />
        ) : null}
        <UploadProgress progress={progress} connection={connection} />
        {hasBuckets ? <Buckets upload={upload} /> : null}
        {hasBuckets ? (
          <AcceptedOperations
            uploadId={uploadId}
            counts={progress.operations}
            accepted={upload.acceptedCount ?? 0}
          />
        ) : null}
        {hasBuckets && (upload.rejectedCount ?? 0) + (upload.duplicateCount ?? 0) > 0 ? (
          <ProblemRows uploadId={uploadId} upload={upload} problems={progress.problems} />
        ) : null}
      </div>
    </>
  );
}

function Facts({ upload }: { upload: RouterOutput["imports"]["get"]["upload"] }) {
  const t = useTranslations("files");
  const locale = useLocale();
  return (
    <span className="figures">
      {t("sentBy", { name: upload.uploaderName })} · <Instant at={upload.createdAt} /> ·{" "}
      {formatBytes(upload.sizeBytes, locale)}
      {upload.rowCount !== null
        ? ` · ${t("rows", { count: upload.rowCount, formatted: formatCount(upload.rowCount, locale) })}`
        : ""}
      {upload.encoding ? ` · ${upload.encoding}` : ""}
      {upload.funds.length > 0 ? ` · ${upload.funds.map((fund) => fund.code).join(", ")}` : ""}
    </span>
  );
}
