"use client";

import { useMutation } from "@tanstack/react-query";
import dynamic from "next/dynamic";
import { useRouter } from "next/navigation";
import { useLocale, useTranslations } from "next-intl";
import { useState } from "react";
import { Failure } from "../../layout/failure";
import { useTRPC } from "../../layout/trpc";
import { formatCount } from "../../ui/format";
import { Notice } from "../../ui/notice";
import { ProblemGroups } from "../problem-groups";
import { focusProblem, SourceRows } from "../source-rows";
import { UploadProgress } from "../upload-progress";
import { UploadRefusal } from "../upload-refusal";
import { useMoveUpload } from "../use-move-upload";
import { ConfirmDifference } from "./confirm-difference";
import { ControlTotals, differingTotals, totalsScope } from "./control-totals";
import { FundEffects } from "./fund-effects";
import { OthersReading } from "./others-reading";
import { PreviewFigures } from "./preview-figures";
import { ReadingSummary } from "./reading-summary";
import { StepBar } from "./step-bar";
import { isReadingOpen, stepHref } from "./steps";
import { StoredPreview } from "./stored-preview";
import { useWizard } from "./wizard-context";

/** Few files correct another. */
const CorrectionDiff = dynamic(() => import("../correction-diff").then((module) => module.CorrectionDiff));

/** Step 3: what the whole file would do, computed on the rows that the real run will take. */
export function PreviewStep() {
  const t = useTranslations("wizard.preview");
  const tTotals = useTranslations("wizard.totals");
  const trpc = useTRPC();
  const router = useRouter();
  const locale = useLocale();
  const { uploadId, progress, connection } = useWizard();
  const { upload, preview } = progress;
  const move = useMoveUpload(uploadId);
  const confirm = useMutation({
    ...trpc.imports.confirm.mutationOptions({
      onSuccess: () => {
        move("ACCEPTING");
        router.push(stepHref(uploadId, "processando"));
      },
    }),
    // After the totals that were typed a moment before, which the server compares.
    scope: totalsScope(uploadId),
  });
  const isOpen = upload.state === "PREVIEWED";
  const why = whyNot();
  const differing = differingTotals(progress);
  const [asksReason, setAsksReason] = useState(false);
  const formatted = formatCount(preview?.valid ?? 0, locale);
  return (
    <>
      <StepBar
        next={
          isReadingOpen(upload) || !preview
            ? {
                label: t(differing.length > 0 ? "confirmDifferent" : "confirm", { formatted }),
                run: goOn,
                isDisabled: why !== null || confirm.isPending,
                why,
              }
            : { label: t("toProgress"), run: () => router.push(stepHref(uploadId, "processando")) }
        }
        keys={[
          { keys: "n", label: t("nextProblem"), run: () => focusProblem(1) },
          { keys: "p", label: t("previousProblem"), run: () => focusProblem(-1) },
        ]}
      />
      {confirm.error && !asksReason ? <Failure error={confirm.error} /> : null}
      <ConfirmDifference
        isOpen={asksReason}
        onOpenChange={setAsksReason}
        names={differing.map((key) => tTotals(`names.${key}`)).join(", ")}
        isBusy={confirm.isPending}
        error={confirm.error}
        onConfirm={(reason) => confirm.mutate({ uploadId, reason })}
      />
      <UploadRefusal upload={upload} />
      {preview ? null : <UploadProgress progress={progress} connection={connection} />}
      {upload.state === "SPLITTING" || upload.state === "STAGING" ? <ReadingSummary isShort /> : null}
      {preview ? (
        <>
          {upload.isWhole ? <ReadingSummary /> : <OthersReading />}
          {upload.parentId && upload.isWhole ? (
            <CorrectionDiff uploadId={uploadId} isDecided={!isOpen} />
          ) : null}
          {isOpen && preview.rejected > 0 ? (
            <Notice
              tone="waiting"
              title={t("someRejected", {
                count: preview.rejected,
                formatted: formatCount(preview.rejected, locale),
              })}
            >
              {t("someRejectedHint")}
            </Notice>
          ) : null}
          <PreviewFigures preview={preview} isStale={progress.isPreviewStale} />
          <ProblemGroups uploadId={uploadId} canFix={isOpen && upload.isWhole} />
          <FundEffects preview={preview} />
          <ControlTotals progress={progress} isOpen={isOpen && upload.isWhole} />
          <StoredPreview uploadId={uploadId} />
          <SourceRows
            uploadId={uploadId}
            counts={{ REJECTED: preview.rejected, DUPLICATE: preview.duplicate, VALID: preview.valid }}
            canEdit={isOpen && upload.isWhole}
            canOmit
          />
        </>
      ) : null}
    </>
  );

  function goOn() {
    if (differing.length > 0) setAsksReason(true);
    else confirm.mutate({ uploadId });
  }
  function whyNot(): string | null {
    if (!preview || !isOpen) return t("whyNotRead");
    if (!upload.isOwn) return t("whyNotOwn", { name: upload.uploaderName });
    if (progress.isPreviewStale && progress.expectedTotals) return t("whyStale");
    return preview.valid === 0 ? t("whyNothingValid") : null;
  }
}
