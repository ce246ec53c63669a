"use client";

import Link from "next/link";
import { useTranslations } from "next-intl";
import type { UploadDetail } from "#server/domain/imports/queries";
import { Notice } from "../ui/notice";

/** Why a whole file was not taken: where, what was expected, what came, how to mend it. */
export function UploadRefusal({ upload }: { upload: UploadDetail }) {
  const t = useTranslations("files.refused");
  if (upload.state !== "REFUSED") return null;
  const { refusal } = upload;
  if (upload.refusalCode === "DUPLICATE_FILE") {
    return (
      <Notice tone="bad" title={t("duplicate")}>
        {upload.duplicateOf ? (
          <Link href={`/arquivos/${upload.duplicateOf}`} className="text-accent underline">
            {t("seeFirst")}
          </Link>
        ) : (
          t("duplicateHint")
        )}
      </Notice>
    );
  }
  if (!refusal?.expected) return <Notice tone="bad" title={t("title", { code: upload.refusalCode ?? "" })} />;
  return (
    <Notice tone="bad" title={refusal.line ? t("atLine", { line: refusal.line }) : t("whole")}>
      <p>{t("expectedGot", { expected: refusal.expected, got: refusal.got })}</p>
      <p className="font-medium">{refusal.fix}</p>
    </Notice>
  );
}
