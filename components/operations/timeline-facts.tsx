"use client";

import { useLocale, useTranslations } from "next-intl";
import type { TimelineEvent } from "#server/domain/operations/queries";
import { ReasonText } from "../review/reason-text";
import { formatCount, formatDecimal, formatMoney } from "../ui/format";

/** Who did it and what it came to, in one line. */
export function EventFacts({ event }: { event: TimelineEvent }) {
  const t = useTranslations("timeline.facts");
  const tActors = useTranslations("events.actors");
  const locale = useLocale();
  const { facts, actor } = event;
  const parts: string[] = [];
  if (actor) {
    const key = actor.kind as never;
    parts.push(actor.kind === "user" || !tActors.has(key) ? actor.name : tActors(key));
  }
  if (facts.file) parts.push(t("file", { name: String(facts.file) }));
  if (facts.channel) parts.push(t(`channels.${facts.channel}` as "channels.tela"));
  if (typeof facts.line === "number") parts.push(t("line", { line: facts.line }));
  if (typeof facts.rows === "number") parts.push(t("rows", { rows: formatCount(facts.rows, locale) }));
  if (facts.source) parts.push(String(facts.source).toUpperCase());
  if (typeof facts.unitPrice === "string")
    parts.push(t("unitPrice", { price: formatDecimal(facts.unitPrice, locale, 6) }));
  if (typeof facts.attempt === "number") parts.push(t("attempt", { attempt: facts.attempt }));
  if (typeof facts.quotes === "number") parts.push(t("quotes", { count: facts.quotes }));
  if (typeof facts.cashCents === "bigint")
    parts.push(t("cash", { amount: formatMoney(facts.cashCents, locale) }));
  if (typeof facts.cashAfterCents === "bigint")
    parts.push(t("after", { amount: formatMoney(facts.cashAfterCents, locale) }));
  if (event.durationMs !== null) parts.push(t("took", { time: duration(event.durationMs) }));
  return (
    <span className="figures text-xs text-muted">
      {typeof facts.code === "string" ? (
        <span className="text-ink">
          <ReasonText code={facts.code} />
          {parts.length > 0 ? " · " : ""}
        </span>
      ) : null}
      {parts.join(" · ")}
    </span>
  );
}

/** The silence between two events, when it is longer than a moment. */
export function gapBetween(from: Date, to: Date): string | null {
  const ms = to.getTime() - from.getTime();
  return ms < 60_000 ? null : duration(ms);
}

/** `850 ms`, `3m42s`, `2h10`, `3d04h`. */
export function duration(ms: number): string {
  const two = (value: number) => String(value).padStart(2, "0");
  const seconds = Math.round(ms / 1000);
  if (ms < 1000) return `${Math.max(0, Math.round(ms))} ms`;
  if (seconds < 60) return `${seconds} s`;
  if (seconds < 3600) return `${Math.floor(seconds / 60)}m${two(seconds % 60)}s`;
  if (seconds < 86_400) return `${Math.floor(seconds / 3600)}h${two(Math.floor((seconds % 3600) / 60))}`;
  return `${Math.floor(seconds / 86_400)}d${two(Math.floor((seconds % 86_400) / 3600))}h`;
}
