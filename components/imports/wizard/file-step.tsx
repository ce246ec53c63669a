"use client";

import { useRouter } from "next/navigation";
import { useTranslations } from "next-intl";
import { useEffect, useRef } from "react";
import { Failure } from "../../layout/failure";
import { Skeleton } from "../../ui/skeleton";
import type { Diagnosis, Progress } from "../answers";
import { useTransferOf } from "../transfers";
import { UploadRefusal } from "../upload-refusal";
import { withChoices } from "./chosen";
import { ContinueSending } from "./continue-sending";
import { DiagnosisCard } from "./diagnosis-card";
import { EditsLost } from "./edits-lost";
import { OthersReading } from "./others-reading";
import { ReadingTrouble } from "./reading-trouble";
import { StepBar } from "./step-bar";
import { stepHref } from "./steps";
import { TransferCard, TransferFailed } from "./transfer-card";
import { useDiagnosis } from "./use-diagnosis";
import type { ReadingChoices } from "./use-reading";
import { useWizard } from "./wizard-context";

/** Step 1: the file arrives, and a person sees how it will be read before anything is written. */
export function FileStep({ bytesMax }: { bytesMax: number }) {
  const t = useTranslations("wizard.file");
  const router = useRouter();
  const { uploadId, progress, reading: choices } = useWizard();
  const { upload } = progress;
  const transfer = useTransferOf(uploadId);
  const { reading, change, isOpen } = choices;
  const diagnosis = useDiagnosis(reading, transfer);
  const goOn = useNextStep(upload, diagnosis.data, choices);
  const isHere = upload.state !== "RECEIVING";
  const isOver = upload.refusalCode === "DUPLICATE_FILE";
  const why =
    upload.state === "RECEIVING"
      ? t("whyNotArrived")
      : diagnosis.data?.refusal
        ? t("whyRefused")
        : diagnosis.data?.isPending
          ? t("whyPending")
          : null;
  const isReady = diagnosis.data !== undefined || !upload.isWhole;
  return (
    <>
      <StepBar
        next={
          isOver
            ? null
            : {
                label: t(diagnosis.data?.isComplete ? "toPreview" : "toColumns"),
                run: goOn,
                isDisabled: why !== null || !isReady || choices.isPreviewing,
                why,
              }
        }
      />
      {diagnosis.data?.refusal ? null : <UploadRefusal upload={upload} />}
      <ReadingTrouble />
      {isHere ? null : transfer ? (
        transfer.state === "failed" && transfer.failure ? (
          <TransferFailed failure={transfer.failure} />
        ) : (
          <TransferCard transfer={transfer} onCancelled={() => router.push("/arquivos/enviar")} />
        )
      ) : (
        <ContinueSending bytesMax={bytesMax} />
      )}
      {isOver ? null : !upload.isWhole ? (
        <OthersReading />
      ) : diagnosis.isError ? (
        <Failure error={diagnosis.error} retry={() => diagnosis.refetch()} />
      ) : diagnosis.data ? (
        <>
          <EditsLost />
          <DiagnosisCard diagnosis={withChoices(diagnosis.data, reading)} onChange={change} isOpen={isOpen} />
        </>
      ) : diagnosis.isLoading ? (
        <Skeleton className="h-96" />
      ) : null}
    </>
  );
}

/**
 * Straight to the dry run when there is nothing left to ask, else to the columns. A file that leaves no
 * question goes on by itself, unless a person already began to choose here.
 */
function useNextStep(
  upload: Progress["upload"],
  diagnosis: Diagnosis | undefined,
  { reading, preview, isPreviewing }: ReadingChoices,
): () => void {
  const { uploadId, state, isWhole } = upload;
  const router = useRouter();
  const goOn = () => {
    if (!isWhole) return router.push(stepHref(uploadId, "previa"));
    if (!diagnosis || isPreviewing) return;
    if (!diagnosis.isComplete) router.push(stepHref(uploadId, "colunas"));
    else if (state === "AWAITING_CONFIRMATION" || state === "REFUSED") preview(reading);
    else router.push(stepHref(uploadId, "previa"));
  };
  const isKnown =
    state === "AWAITING_CONFIRMATION" && diagnosis?.isComplete === true && Object.keys(reading).length === 0;
  const hasGone = useRef(false);
  useEffect(() => {
    if (!isKnown || hasGone.current) return;
    hasGone.current = true;
    preview(reading);
  }, [isKnown, preview, reading]);
  return goOn;
}
