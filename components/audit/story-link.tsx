"use client";

import { ScrollText } from "lucide-react";
import { useTranslations } from "next-intl";
import { ButtonLink } from "../ui/button";

/** The way from a subject's page to everything that the audit log says of it, or that a person did. */
export function StoryLink({ query, words = "story" }: { query: string; words?: "story" | "deeds" }) {
  const t = useTranslations("events");
  return (
    <ButtonLink href={`/auditoria?${query}`} prefetch={false}>
      <ScrollText aria-hidden />
      {t(words)}
    </ButtonLink>
  );
}
