"use client";

import { Lock } from "lucide-react";
import { usePathname } from "next/navigation";
import { useTranslations } from "next-intl";
import { ButtonLink } from "../ui/button";
import { EmptyState } from "../ui/empty-state";
import { currentItem } from "./navigation";

/** Which right this page asks for, and who grants it. */
export function ForbiddenMessage() {
  const t = useTranslations("forbidden");
  const right = currentItem(usePathname())?.right;
  return (
    <>
      <title>{`${t("title")} · Lastro`}</title>
      <h1 className="sr-only">{t("title")}</h1>
      <EmptyState
        icon={<Lock aria-hidden />}
        title={t("title")}
        action={<ButtonLink href="/">{t("home")}</ButtonLink>}
      >
        {right
          ? t.rich("missing", { right, code: (text) => <code className="font-mono text-ink">{text}</code> })
          : t("generic")}{" "}
        {t("ask")}
      </EmptyState>
    </>
  );
}
