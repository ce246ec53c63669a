"use client";

import { FileDown, ListChecks } from "lucide-react";
import { useTranslations } from "next-intl";
import { StoryLink } from "../audit/story-link";
import { BackLink } from "../layout/back-link";
import { PageHeader } from "../layout/page-header";
import { ButtonLink, DownloadLink } from "../ui/button";
import { Notice } from "../ui/notice";
import { CancelUpload } from "./cancel-upload";
import { CancelledNotice } from "./cancelled-notice";
import { UploadFacts } from "./upload-facts";
import { UploadProgress } from "./upload-progress";
import { UploadResult } from "./upload-result";
import { UploadStatus } from "./upload-status";
import { useUploadProgress } from "./use-upload-progress";
import { isGone } from "./wizard/steps";

type Props = { uploadId: string; canSend: boolean; canReadLog: boolean; bytesMax: number };

/** One file, from its arrival to what became of every line. */
export function UploadDetail({ uploadId, canSend, canReadLog, bytesMax }: Props) {
  const t = useTranslations("files");
  const { progress, connection } = useUploadProgress(uploadId);
  const { upload } = progress;
  const isWaiting = ["RECEIVING", "AWAITING_CONFIRMATION", "PREVIEWED"].includes(upload.state);
  const hasNoBytes = isGone(upload) || upload.refusalCode === "DUPLICATE_FILE";
  const wizard = `/arquivos/enviar/${uploadId}`;
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
        description={<UploadFacts upload={upload} />}
        actions={
          <>
            {canReadLog ? <StoryLink query={`objeto=${uploadId}`} /> : null}
            {upload.sha256 && upload.isWhole && !hasNoBytes ? (
              <DownloadLink href={`/api/arquivos/${uploadId}/original`}>
                <FileDown aria-hidden />
                {t("downloadOriginal")}
              </DownloadLink>
            ) : null}
            {canSend ? <CancelUpload progress={progress} /> : null}
            {canSend && !isGone(upload) ? (
              <ButtonLink href={wizard} kind={isWaiting ? "primary" : "secondary"}>
                <ListChecks aria-hidden />
                {t("openSteps")}
              </ButtonLink>
            ) : null}
          </>
        }
      />
      <div className="flex flex-col gap-4">
        {isWaiting ? (
          <Notice tone="waiting" title={t(`waiting.${upload.state as "PREVIEWED"}`)}>
            {t("waiting.nothingYet")}
          </Notice>
        ) : null}
        <CancelledNotice progress={progress} canSend={canSend} />
        <UploadProgress progress={progress} connection={connection} />
        <UploadResult progress={progress} canSend={canSend} bytesMax={bytesMax} />
      </div>
    </>
  );
}
