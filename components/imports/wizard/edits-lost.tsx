"use client";

import { useTranslations } from "next-intl";
import { Notice } from "../../ui/notice";
import { useWizard } from "./wizard-context";

/** Lines mended in one reading are other lines in another: said before somebody changes it. */
export function EditsLost() {
  const t = useTranslations("wizard.diagnosis");
  const { progress } = useWizard();
  const count = progress.edits.total;
  if (progress.upload.state !== "PREVIEWED" || count === 0) return null;
  return <Notice tone="waiting" title={t("editsLost", { count })} />;
}
