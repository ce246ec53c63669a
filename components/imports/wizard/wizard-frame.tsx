"use client";

import { useRouter, useSelectedLayoutSegment } from "next/navigation";
import { useTranslations } from "next-intl";
import { type ReactNode, useEffect } from "react";
import { BackLink } from "../../layout/back-link";
import { PageHeader } from "../../layout/page-header";
import { classNames } from "../../ui/class-names";
import { CancelUpload } from "../cancel-upload";
import { CancelledNotice } from "../cancelled-notice";
import { UploadFacts } from "../upload-facts";
import { UploadStatus } from "../upload-status";
import { type Connection, useUploadProgress } from "../use-upload-progress";
import { Presence } from "./presence";
import { ReadingConflict } from "./reading-conflict";
import { StepList } from "./step-list";
import { followedStep, isGone, isStep, stepHref } from "./steps";
import { useReadingChoices } from "./use-reading";
import { WizardProvider } from "./wizard-context";

/** What stays the same over the five steps: the file, where it stands, who else is there. */
export function WizardFrame({ uploadId, children }: { uploadId: string; children: ReactNode }) {
  const t = useTranslations("wizard");
  const router = useRouter();
  const segment = useSelectedLayoutSegment() ?? "arquivo";
  const step = isStep(segment) ? segment : "arquivo";
  const { progress, connection } = useUploadProgress(uploadId, step);
  const reading = useReadingChoices(uploadId, progress);
  const { upload } = progress;
  const follow = followedStep(step, upload);
  useEffect(() => {
    if (follow) router.replace(stepHref(uploadId, follow));
  }, [follow, router, uploadId]);
  return (
    <WizardProvider value={{ uploadId, step, progress, connection, reading }}>
      <PageHeader
        back={<BackLink href="/arquivos">{t("backToFiles")}</BackLink>}
        title={
          <>
            {upload.fileName}
            <UploadStatus state={upload.state} />
          </>
        }
        description={<UploadFacts upload={upload} />}
        actions={<CancelUpload progress={progress} />}
      />
      <div className="flex min-w-0 flex-col gap-4 **:scroll-mt-32">
        <div className="flex flex-wrap items-center justify-between gap-x-4 gap-y-1">
          {isGone(upload) ? null : <StepList />}
          <div className="flex flex-wrap items-center gap-4">
            <Presence people={progress.presence} />
            {connection === "live" || isGone(upload) ? null : <ConnectionDot connection={connection} />}
          </div>
        </div>
        <CancelledNotice progress={progress} canSend />
        <ReadingConflict />
        {isGone(upload) ? null : children}
      </div>
    </WizardProvider>
  );
}

/** Whether what is shown comes by itself. */
function ConnectionDot({ connection }: { connection: Connection }) {
  const t = useTranslations("wizard.connection");
  return (
    <p className="flex items-center gap-1.5 text-xs text-muted">
      <span
        aria-hidden
        className={classNames("size-1.5 rounded-full", connection === "live" ? "bg-ok" : "bg-pending")}
      />
      {t(connection)}
    </p>
  );
}
