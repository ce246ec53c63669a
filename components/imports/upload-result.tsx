"use client";

import { Download } from "lucide-react";
import dynamic from "next/dynamic";
import { useTranslations } from "next-intl";
import { DownloadLink } from "../ui/button";
import { AcceptedOperations } from "./accepted-operations";
import type { Progress } from "./answers";
import { Buckets } from "./buckets";
import { CorrectionThread } from "./correction-thread";
import { ProblemGroups } from "./problem-groups";
import { ResendCorrected } from "./resend-corrected";
import { RevertUpload } from "./revert-upload";
import { SourceRows } from "./source-rows";
import { UploadRefusal } from "./upload-refusal";

/** Few files correct another. */
const CorrectionDiff = dynamic(() => import("./correction-diff").then((module) => module.CorrectionDiff));

type Props = { progress: Progress; canSend: boolean; bytesMax: number };

/** What became of every line of a file, and what can still be done about the ones that were left out. */
export function UploadResult({ progress, canSend, bytesMax }: Props) {
  const t = useTranslations("files");
  const { upload } = progress;
  const { uploadId } = upload;
  const rejected = upload.rejectedCount ?? 0;
  const duplicate = upload.duplicateCount ?? 0;
  const hasResult = upload.acceptedCount !== null && upload.rowCount !== null;
  const isDecided = upload.state === "DONE" || upload.state === "CANCELLED";
  const canMend = canSend && upload.isWhole && isDecided && hasResult && progress.reversal === null;
  return (
    <>
      <UploadRefusal upload={upload} />
      {hasResult ? <Buckets progress={progress} /> : null}
      <CorrectionThread progress={progress} />
      {hasResult && upload.parentId && upload.isWhole ? (
        <CorrectionDiff uploadId={uploadId} isDecided />
      ) : null}
      {hasResult ? (
        <AcceptedOperations
          uploadId={uploadId}
          counts={progress.operations}
          accepted={upload.acceptedCount ?? 0}
        />
      ) : null}
      {hasResult && rejected > 0 ? (
        <>
          <ProblemGroups uploadId={uploadId} canFix={false} />
          {canMend ? (
            <ResendCorrected progress={progress} bytesMax={bytesMax} />
          ) : (
            <DownloadLink className="self-start" href={`/api/arquivos/${uploadId}/rejeitadas`}>
              <Download aria-hidden />
              {t("downloadRejected")}
            </DownloadLink>
          )}
        </>
      ) : null}
      {hasResult && rejected + duplicate > 0 ? (
        <SourceRows
          uploadId={uploadId}
          counts={{ REJECTED: rejected, DUPLICATE: duplicate }}
          canEdit={canMend}
        />
      ) : null}
      <RevertUpload progress={progress} />
    </>
  );
}
