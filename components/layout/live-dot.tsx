"use client";

import { useTranslations } from "next-intl";
import { classNames } from "../ui/class-names";
import { usePulse } from "./pulse";

const looks = {
  live: "bg-ok",
  reconnecting: "bg-pending motion-safe:animate-pulse",
  polling: "bg-pending",
  paused: "border border-line-strong bg-transparent",
} as const;

/** Whether the page keeps itself current, and the way to stop and resume it. */
export function LiveDot() {
  const t = useTranslations("shell.live");
  const { connection, setPaused } = usePulse();
  const isPaused = connection === "paused";
  return (
    <button
      type="button"
      aria-pressed={isPaused}
      aria-label={t("toggle", { state: t(connection) })}
      title={t("toggle", { state: t(connection) })}
      onClick={() => setPaused(!isPaused)}
      className="inline-flex h-8 items-center gap-1.5 rounded-md px-2 text-xs text-muted hover:bg-hover hover:text-ink"
    >
      <span aria-hidden className={classNames("size-2 shrink-0 rounded-full", looks[connection])} />
      <span className="max-lg:hidden">{t(connection)}</span>
    </button>
  );
}
