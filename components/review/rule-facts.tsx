"use client";

import { useLocale, useTranslations } from "next-intl";
import type { ReactNode } from "react";
import { formatDay, formatDecimal, formatDuration, formatInstant, formatMoney } from "../ui/format";
import { addDecimals } from "./add-decimals";
import { type Evidence, type Item, measuredOf } from "./prices-at-stake";
import { ReasonText } from "./reason-text";

const inShares = new Set(["PU_INFORMADO_DIVERGENTE", "DESVIO_D1"]);

type Fact = { name: string; value: ReactNode; isDecisive?: boolean };

/** What a rule measured and against which limit; for what the fund lacks, as it stands at this moment. */
export function useRuleFacts(item: Item, evidence: Evidence): Fact[] {
  const t = useTranslations("review.evidence");
  const locale = useLocale();
  const of = (name: string) => measuredOf(item, name);
  const measured = (value: ReactNode): Fact => ({ name: t("measuredValue"), value, isDecisive: true });
  const limit = (value: ReactNode): Fact => ({ name: t("limitValue"), value });
  const [value, most] = [of("measured"), of("limit")];
  if (item.reason === "FORA_DA_BANDA") {
    const [rate, from, to] = [of("indicativeRate"), of("bandMin"), of("bandMax")];
    if (!rate || !from || !to) return [];
    const inPercent = (text: string) => formatDecimal(text, locale, 2, 4);
    return [measured(`${inPercent(rate)} %`), limit(`${inPercent(from)} – ${inPercent(to)} %`)];
  }
  if (item.reason === "INSUFFICIENT_CASH" || item.reason === "INSUFFICIENT_POSITION")
    return [...lackOf(item, evidence, locale, t), ...waitOf(item, locale, t)];
  if (item.reason === "PRAZO_EXCEDIDO") return waitOf(item, locale, t);
  if (value === null || most === null) return [];
  const inWords = (text: string) =>
    inShares.has(item.reason)
      ? t("bps", { percent: percentOf(text, locale), bps: bpsOf(text, locale) })
      : t("days", { count: Number(text) });
  const since = of("previousOn");
  return [
    measured(inWords(value)),
    limit(inWords(most)),
    ...(since ? [{ name: t("since"), value: formatDay(since, locale) }] : []),
  ];
}

type Words = ReturnType<typeof useTranslations<"review.evidence">>;

/** What it takes, what the fund has, and what is missing between them. */
function lackOf(item: Item, { fund, effect, operation }: Evidence, locale: string, t: Words): Fact[] {
  if (item.reason === "INSUFFICIENT_POSITION") {
    const lack = addDecimals(operation.quantity, fund.position, -1n);
    return lackFacts(
      [operation.quantity, fund.position, lack].map((text) => formatDecimal(text, locale)),
      lack.startsWith("-") || /^[0.]+$/.test(lack),
      t,
    );
  }
  if (!effect) return [];
  const free = fund.cashCents - (fund.cashFloorCents ?? 0n);
  const lack = effect.totalCents - free;
  return lackFacts(
    [effect.totalCents, free, lack].map((cents) => formatMoney(cents, locale)),
    lack <= 0n,
    t,
  );
}

function lackFacts(texts: readonly string[], isCovered: boolean, t: Words): Fact[] {
  const [needed, held, lack] = texts;
  return [
    { name: t("needed"), value: needed },
    { name: t("held"), value: held },
    isCovered ? { name: t("lack"), value: t("covered") } : { name: t("lack"), value: lack, isDecisive: true },
  ];
}

/** Since when it waits, until when it should have ended, and what the source said last. */
function waitOf(item: Item, locale: string, t: Words): Fact[] {
  const [since, until, code] = [
    measuredOf(item, "waitingSince"),
    measuredOf(item, "limit"),
    measuredOf(item, "code"),
  ];
  const seconds = /^(\d+) s$/.exec(until ?? "")?.[1];
  return [
    ...(since ? [{ name: t("waitsSince"), value: formatInstant(new Date(since), locale) }] : []),
    ...(seconds ? [{ name: t("limitValue"), value: formatDuration(Number(seconds)) }] : []),
    ...(until && !seconds ? [{ name: t("cutOff"), value: until.slice(0, 5) }] : []),
    ...(code && code !== item.reason ? [{ name: t("lastAnswer"), value: <ReasonText code={code} /> }] : []),
  ];
}

/** `0.0712` as `7,12`; a decimal moved by its digits stays exact. */
function percentOf(share: string, locale: string): string {
  return formatDecimal(moved(share, 2), locale, 2, 4);
}
function bpsOf(share: string, locale: string): string {
  return formatDecimal(moved(share, 4), locale, 0, 2);
}

function moved(decimal: string, places: number): string {
  const [whole = "0", fraction = ""] = decimal.split(".");
  const digits = fraction.padEnd(places, "0");
  return `${whole}${digits.slice(0, places)}.${digits.slice(places) || "0"}`.replace(/^0+(?=\d)/, "");
}
