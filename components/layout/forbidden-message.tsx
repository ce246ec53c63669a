"use client";

import { useQuery } from "@tanstack/react-query";
import { Lock } from "lucide-react";
import { usePathname } from "next/navigation";
import { useFormatter, useTranslations } from "next-intl";
import { ButtonLink } from "../ui/button";
import { CopyButton } from "../ui/copy-button";
import { EmptyState } from "../ui/empty-state";
import { currentItem } from "./navigation";
import { useTRPC } from "./trpc";

/** Which right this page asks for, and who grants it. */
export function ForbiddenMessage() {
  const t = useTranslations("forbidden");
  const tRights = useTranslations("rights");
  const format = useFormatter();
  const path = usePathname();
  const right = currentItem(path)?.right;
  const trpc = useTRPC();
  const grantors = useQuery({ ...trpc.session.grantors.queryOptions(), meta: { isBackground: true } });
  const names = grantors.data ?? [];
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
          ? t.rich("missing", {
              right,
              name: tRights(right.replace(":", "_") as "fund_read"),
              b: (text) => <strong className="font-medium text-ink">{text}</strong>,
              code: (text) => <code className="font-mono">{text}</code>,
            })
          : t("generic")}{" "}
        {names.length > 0 ? t("askNamed", { names: format.list(names, { type: "disjunction" }) }) : t("ask")}
        <span className="mt-2 flex items-center justify-center gap-1 text-xs">
          {t("copy")}
          <CopyButton
            text={t("request", { path, right: right ?? "" })}
            label={t("copyRequest")}
            copiedLabel={t("copied")}
          />
        </span>
      </EmptyState>
    </>
  );
}
