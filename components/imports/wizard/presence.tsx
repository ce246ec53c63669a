"use client";

import { useTranslations } from "next-intl";
import type { Progress } from "../answers";

/** Who else is looking at this file now, and at which step. */
export function Presence({ people }: { people: Progress["presence"] }) {
  const t = useTranslations("wizard");
  const others = people.filter(({ isMe }) => !isMe);
  return (
    <div role="status" className="flex flex-wrap items-center gap-2 text-xs text-muted">
      {others.map(({ userId, name, step }) => (
        <span key={userId} className="inline-flex items-center gap-1.5">
          <span
            aria-hidden
            className="inline-flex size-6 items-center justify-center rounded-full bg-accent-soft text-xs font-semibold text-accent"
          >
            {initials(name)}
          </span>
          {t("presence", { name, step: t(`steps.${step as "previa"}`) })}
        </span>
      ))}
    </div>
  );
}

function initials(name: string): string {
  const words = name.split(/\s+/).filter((word) => /^\p{L}/u.test(word));
  return `${words[0]?.[0] ?? ""}${words.length > 1 ? (words.at(-1)?.[0] ?? "") : ""}`.toUpperCase();
}
