"use client";

import { useTranslations } from "next-intl";

/** A rule's code in words; a code without words yet shows itself. */
export function ReasonText({ code }: { code: string }) {
  const t = useTranslations("reasons");
  const key = code.replaceAll(".", "_") as never;
  return <>{t.has(key) ? t(key) : code}</>;
}
