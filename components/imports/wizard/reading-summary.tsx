"use client";

import Link from "next/link";
import { useTranslations } from "next-intl";
import { delimiterKey } from "./diagnosis-card";
import { stepHref } from "./steps";
import { useDiagnosis } from "./use-diagnosis";
import { useWizard } from "./wizard-context";

/** How the file was read, in a line, with the way back to change it. */
export function ReadingSummary({ isShort }: { isShort?: boolean }) {
  const t = useTranslations("wizard.preview");
  const tDiagnosis = useTranslations("wizard.diagnosis");
  const { uploadId, progress } = useWizard();
  const { data } = useDiagnosis(progress.reading ?? {}, null);
  if (!data) return null;
  const encoding = `encodings.${data.encoding.chosen}` as never;
  const facts = [
    ...(data.kind === "xlsx"
      ? [t("workbook")]
      : [
          tDiagnosis.has(encoding) ? tDiagnosis(encoding) : data.encoding.chosen,
          tDiagnosis(`delimiters.${delimiterKey(data.delimiter.chosen)}`),
        ]),
    data.decimal.chosen === "," ? "1.234,56" : "1,234.56",
    tDiagnosis(`orders.${data.dates.chosen as "dmy"}`),
  ];
  return (
    <p className="flex flex-wrap items-center gap-x-3 gap-y-1 text-muted">
      <span>
        {t("readAs", { facts: facts.join(" · ") })}
        {data.remembered ? ` · ${t("remembered", { name: data.remembered.name })}` : ""}
      </span>
      {isShort ? null : (
        <>
          <Link href={stepHref(uploadId, "arquivo")} className="text-accent hover:underline">
            {t("changeReading")}
          </Link>
          <Link href={stepHref(uploadId, "colunas")} className="text-accent hover:underline">
            {t("changeColumns")}
          </Link>
        </>
      )}
    </p>
  );
}
