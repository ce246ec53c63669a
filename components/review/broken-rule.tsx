"use client";

import { CircleAlert } from "lucide-react";
import Link from "next/link";
import { useLocale, useTranslations } from "next-intl";
import { formatDay, formatDecimal } from "../ui/format";
import { OtherEvidence } from "./other-evidence";
import { type Evidence, type Item, measuredOf } from "./prices-at-stake";
import { ReasonText } from "./reason-text";

/** Shown beside their own headings already. */
const shownElsewhere = new Set([
  "measured",
  "limit",
  "assetRef",
  "assetCode",
  "assetClass",
  "priceOn",
  "referenceOn",
  "unitPrice",
  "informedUnitPrice",
  "otherCodes",
  "searched",
  "previousUnitPrice",
  "previousOn",
]);
const inShares = new Set(["PU_INFORMADO_DIVERGENTE", "DESVIO_D1"]);

/** Which rule stopped it, what was measured against which limit, and who set the limit. */
export function BrokenRule({ item, evidence }: { item: Item; evidence: Evidence }) {
  const t = useTranslations("review");
  const tWhy = useTranslations("review.why");
  const also = measuredOf(item, "otherCodes")?.split(", ") ?? [];
  const key = item.reason.replaceAll(".", "_") as never;
  return (
    <section aria-labelledby="rule" className="card overflow-hidden border-divergence/40">
      <div className="flex items-start gap-2.5 p-3">
        <CircleAlert aria-hidden className="mt-0.5 size-4 shrink-0 text-divergence" />
        <div className="flex min-w-0 flex-col gap-1">
          <h3 id="rule" className="text-base font-semibold">
            <ReasonText code={item.reason} />
          </h3>
          {tWhy.has(key) ? <p>{tWhy(key)}</p> : null}
          <Measured item={item} evidence={evidence} />
          {also.length > 0 ? (
            <p className="text-muted">
              {t("evidence.also")}{" "}
              {also.map((code, index) => (
                <span key={code}>
                  {index > 0 ? "; " : ""}
                  <ReasonText code={code} />
                </span>
              ))}
              .
            </p>
          ) : null}
        </div>
      </div>
      <div className="[&>dl]:border-t [&>dl]:border-line">
        <OtherEvidence item={item} without={shownElsewhere} />
      </div>
    </section>
  );
}

function Measured({ item, evidence }: { item: Item; evidence: Evidence }) {
  const t = useTranslations("review.evidence");
  const locale = useLocale();
  const [measured, limit] = [measuredOf(item, "measured"), measuredOf(item, "limit")];
  if (measured === null || limit === null) return null;
  const inWords = (value: string) =>
    inShares.has(item.reason)
      ? t("bps", { percent: percentOf(value, locale), bps: bpsOf(value, locale) })
      : t("days", { count: Number(value) });
  return (
    <p className="figures flex flex-wrap gap-x-4 gap-y-0.5">
      <span>
        <span className="text-muted">{t("measuredValue")} </span>
        <strong className="font-semibold">{inWords(measured)}</strong>
      </span>
      <span>
        <span className="text-muted">{t("limitValue")} </span>
        {inWords(limit)}
      </span>
      {measuredOf(item, "previousOn") ? (
        <span>
          <span className="text-muted">{t("since")} </span>
          {formatDay(measuredOf(item, "previousOn") ?? "", locale)}
        </span>
      ) : null}
      <Link
        href={`/fundos/${encodeURIComponent(evidence.operation.fundCode)}?aba=regras`}
        className="text-accent hover:underline"
      >
        {t("ruleOf", { fund: evidence.operation.fundCode })}
      </Link>
    </p>
  );
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
