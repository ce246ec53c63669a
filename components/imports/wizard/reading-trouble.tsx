"use client";

import { useTranslations } from "next-intl";
import { Failure } from "../../layout/failure";
import { Notice } from "../../ui/notice";
import { useWizard } from "./wizard-context";

/** What kept a choice of how the file is read from being kept, or the file from being read so. */
export function ReadingTrouble() {
  const t = useTranslations("wizard.columns");
  const { reading } = useWizard();
  return (
    <>
      {reading.errors.map((error) => (
        <Failure key={String(error)} error={error} />
      ))}
      {reading.isHeld ? <Notice tone="waiting" title={t("held")} /> : null}
    </>
  );
}
