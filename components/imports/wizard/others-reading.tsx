"use client";

import { useTranslations } from "next-intl";
import { Notice } from "../../ui/notice";
import { useWizard } from "./wizard-context";

/** How a file is read shows lines of every fund: whoever sees only some of them is told so, and goes on. */
export function OthersReading() {
  const t = useTranslations("wizard");
  const { progress } = useWizard();
  return (
    <Notice tone="info" title={t("othersReading", { name: progress.upload.uploaderName })}>
      {t("othersReadingHint")}
    </Notice>
  );
}
