"use client";

import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useRouter } from "next/navigation";
import { useTranslations } from "next-intl";
import { Failure } from "../../layout/failure";
import { useTRPC } from "../../layout/trpc";
import { Button } from "../../ui/button";
import { Notice } from "../../ui/notice";
import { Skeleton } from "../../ui/skeleton";
import type { Diagnosis } from "../answers";
import { useTransferOf } from "../transfers";
import { suggestedColumns, suggestedMeanings, withChoices } from "./chosen";
import { ColumnTable } from "./column-table";
import { EditsLost } from "./edits-lost";
import { OthersReading } from "./others-reading";
import { ReadingTrouble } from "./reading-trouble";
import { StepBar } from "./step-bar";
import { isReadingOpen, stepHref } from "./steps";
import { useDiagnosis } from "./use-diagnosis";
import { useWizard } from "./wizard-context";
import { UnknownWords, WordTables } from "./word-tables";

/** Step 2: which column of the file is which field of ours. */
export function ColumnsStep() {
  const t = useTranslations("wizard.columns");
  const router = useRouter();
  const { uploadId, progress, reading: choices } = useWizard();
  const { isWhole } = progress.upload;
  const { reading, change, isOpen } = choices;
  const diagnosis = useDiagnosis(reading, useTransferOf(uploadId));
  const shown = diagnosis.data ? withChoices(diagnosis.data, reading) : undefined;
  const suggested = suggestedColumns(shown);
  const taken = Object.values(suggested);
  // Met in the dry run, beyond the sample: taking them reads the file again.
  const hasSuggestedWords = (shown?.values ?? []).some(({ words }) =>
    words.some(({ source }) => source === "similar"),
  );
  const missing = (shown?.missing ?? []).filter((key) => !taken.includes(key));
  const why =
    missing.length > 0
      ? t("whyMissing", {
          count: missing.length,
          fields: missing.map((key) => t(`fields.${key}`)).join(", "),
        })
      : diagnosis.data?.refusal
        ? t("whyRefused")
        : null;
  return (
    <>
      <StepBar
        next={{
          label: t("toPreview"),
          run: () =>
            isWhole &&
            isReadingOpen(progress.upload) &&
            (progress.upload.state !== "PREVIEWED" || hasSuggestedWords)
              ? choices.preview({
                  ...reading,
                  columns: { ...suggested, ...reading.columns },
                  values: suggestedMeanings(shown, reading.values),
                })
              : router.push(stepHref(uploadId, "previa")),
          isDisabled: why !== null || (isWhole && !diagnosis.data) || choices.isPreviewing,
          why,
        }}
      />
      <ReadingTrouble />
      {!isWhole ? (
        <OthersReading />
      ) : diagnosis.isError ? (
        <Failure error={diagnosis.error} retry={() => diagnosis.refetch()} />
      ) : diagnosis.data && !diagnosis.data.isPending ? (
        <>
          <EditsLost />
          <Remembered diagnosis={diagnosis.data} isOpen={isOpen} />
          {isOpen && taken.length > 0 ? (
            <Notice tone="info" title={t("suggestions", { count: taken.length })} />
          ) : null}
          {missing.length > 0 ? (
            <Notice tone="waiting" title={t("missing", { count: missing.length })}>
              {missing.map((key) => t(`fields.${key}`)).join(" · ")}
            </Notice>
          ) : null}
          {isOpen ? <UnknownWords values={shown?.values ?? []} /> : null}
          <ColumnTable
            columns={shown?.columns ?? []}
            isOpen={isOpen}
            onChange={(columns) => change({ columns: { ...reading.columns, ...columns } })}
          />
          <WordTables
            values={shown?.values ?? []}
            sample={diagnosis.data.sample}
            isOpen={isOpen}
            onChange={(field, word, meaning) =>
              change({
                values: { ...reading.values, [field]: { ...reading.values?.[field], [word]: meaning } },
              })
            }
          />
        </>
      ) : (
        <Skeleton className="h-96" />
      )}
    </>
  );
}

/** A header that was mapped before comes mapped; whoever does not want that any more has it forgotten. */
function Remembered({ diagnosis, isOpen }: { diagnosis: Diagnosis; isOpen: boolean }) {
  const t = useTranslations("wizard.columns");
  const trpc = useTRPC();
  const queryClient = useQueryClient();
  const forget = useMutation(
    trpc.imports.forgetLayout.mutationOptions({
      onSuccess: () => queryClient.invalidateQueries({ queryKey: trpc.imports.diagnosis.pathKey() }),
    }),
  );
  if (!diagnosis.remembered) return null;
  const { layoutId, name } = diagnosis.remembered;
  return (
    <Notice tone="info" title={t("remembered", { name })}>
      <p>{t("rememberedHint")}</p>
      {forget.error ? <Failure error={forget.error} /> : null}
      {isOpen ? (
        <Button className="mt-2" disabled={forget.isPending} onClick={() => forget.mutate({ layoutId })}>
          {t("forget")}
        </Button>
      ) : null}
    </Notice>
  );
}
