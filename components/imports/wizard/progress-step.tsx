"use client";

import { useRouter } from "next/navigation";
import { useTranslations } from "next-intl";
import { AcceptedOperations } from "../accepted-operations";
import { ProblemSummary } from "../problem-groups";
import { UploadProgress } from "../upload-progress";
import { StageCounts } from "./stage-counts";
import { StepBar } from "./step-bar";
import { stepHref } from "./steps";
import { useWizard } from "./wizard-context";

/** Step 4: the file on its way through the pipeline; the page can be closed at any moment. */
export function ProgressStep() {
  const t = useTranslations("wizard.processing");
  const router = useRouter();
  const { uploadId, progress, connection } = useWizard();
  const { upload } = progress;
  const isDone = upload.state === "DONE";
  return (
    <>
      <StepBar
        next={{
          label: t("toResult"),
          run: () => router.push(stepHref(uploadId, "resultado")),
          isDisabled: !isDone,
          why: isDone ? null : t("whyNotDone"),
        }}
      />
      <UploadProgress progress={progress} connection={connection} />
      <StageCounts progress={progress} />
      <AcceptedOperations
        uploadId={uploadId}
        counts={progress.operations}
        accepted={upload.acceptedCount ?? 0}
      />
      <ProblemSummary problems={progress.problems.filter((group) => group.state === "REJECTED")} />
    </>
  );
}
