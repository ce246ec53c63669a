"use client";

import { useTranslations } from "next-intl";

/** What is wrong with a line, in words; a code without words yet shows itself. */
export function ProblemName({ code }: { code: string | null }) {
  const t = useTranslations("problems");
  if (code === null) return null;
  return <>{t.has(code as never) ? t(code as never) : code}</>;
}
