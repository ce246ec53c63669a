"use client";

import { useLocale, useTranslations } from "next-intl";
import { formatDay, formatDecimal, formatInstant, formatMoney } from "../ui/format";
import type { Item } from "./prices-at-stake";

/** What the rule measured, as name and value, without what is laid out elsewhere. */
export function OtherEvidence({ item, without = none }: { item: Item; without?: ReadonlySet<string> }) {
  const t = useTranslations("evidence");
  const locale = useLocale();
  const entries = Object.entries(item.evidence).filter(
    ([key, value]) => value !== null && typeof value !== "object" && !hidden.has(key) && !without.has(key),
  );
  if (entries.length === 0) return null;
  return (
    <dl className="flex flex-wrap gap-x-4 gap-y-0.5 px-3 py-2">
      {entries.map(([key, value]) => (
        <div key={key} className="flex gap-1.5">
          <dt className="text-muted">{t.has(key as never) ? t(key as never) : key}</dt>
          <dd className="figures">{readable(key, String(value), locale)}</dd>
        </div>
      ))}
    </dl>
  );
}
const none: ReadonlySet<string> = new Set();

/** The rule's own code is shown beside; a quote's id says nothing to a reader. */
const hidden = new Set(["code", "quoteId"]);

const inPercent = new Set(["bidRate", "askRate", "indicativeRate", "bandMin", "bandMax"]);

export function readable(key: string, text: string, locale: string): string {
  if (/^\d{4}-\d{2}-\d{2}T[\d:.]+Z$/.test(text)) return formatInstant(new Date(text), locale);
  if (/^\d{4}-\d{2}-\d{2}$/.test(text)) return formatDay(text, locale);
  if (text.includes(", ") && key === "unitPrices")
    return text
      .split(", ")
      .map((price) => formatDecimal(price, locale, 6))
      .join(" · ");
  if (inPercent.has(key)) return `${formatDecimal(text, locale, 2, 4)} %`;
  if (key.endsWith("Cents") && /^-?\d+$/.test(text)) return formatMoney(BigInt(text), locale);
  return /^-?\d+(\.\d+)?$/.test(text) ? formatDecimal(text, locale) : text;
}
