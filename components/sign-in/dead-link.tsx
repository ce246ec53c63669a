"use client";

import { useTranslations } from "next-intl";
import { ButtonLink } from "../ui/button";
import { Notice } from "../ui/notice";
import { AuthCard } from "./auth-card";

/** A link that was used, is too old or was taken back; the three are told alike. */
export function DeadLink({ title, what }: { title: string; what: "invitation" | "password" }) {
  const t = useTranslations("deadLink");
  return (
    <AuthCard title={title}>
      <div className="flex flex-col gap-4">
        <Notice tone="bad" title={t("title")}>
          {t(what)}
        </Notice>
        <ButtonLink href={what === "password" ? "/esqueci" : "/entrar"} size="large">
          {t(what === "password" ? "again" : "signIn")}
        </ButtonLink>
      </div>
    </AuthCard>
  );
}
