"use client";

import { useLocale, useTranslations } from "next-intl";
import type { ReactNode } from "react";
import type { RouterOutput } from "../layout/trpc";
import { ReasonText } from "../review/reason-text";
import { Day, Instant } from "../ui/date-time";
import { formatDecimal } from "../ui/format";
import { DefinitionList, Section } from "../ui/section";
import { deviationTenths, formatTenths } from "./deviation";
import { duration } from "./timeline-facts";

type Detail = RouterOutput["operations"]["get"];

/** Where the price came from: source, band, the reading that brought it and how far the sent price is. */
export function PriceUsed({ operation }: { operation: Detail["operation"] }) {
  const { quote, informedUnitPrice } = operation;
  const t = useTranslations("operations");
  const locale = useLocale();
  if (!quote) {
    return (
      <Section title={t("detail.quote")}>
        <p className="p-4 text-muted">{t("detail.noQuote")}</p>
      </Section>
    );
  }
  const deviation = deviationTenths(informedUnitPrice, quote.unitPrice);
  const facts: [string, ReactNode][] = [
    [t("quote.source"), `${quote.source.toUpperCase()} · ${quote.assetCode}`],
    [t("quote.priceOn"), <Day key="price" day={quote.priceOn} />],
    [t("quote.referenceOn"), <Day key="reference" day={quote.referenceOn} />],
    [t("columns.unitPrice"), quote.unitPrice ? formatDecimal(quote.unitPrice, locale, 6) : "—"],
    ...(deviation === null
      ? []
      : ([[t("columns.deviation"), t("quote.deviation", { bps: formatTenths(deviation, locale) })]] as [
          string,
          string,
        ][])),
    [
      t("quote.band"),
      quote.bandMin && quote.bandMax
        ? `${formatDecimal(quote.bandMin, locale, 4)} – ${formatDecimal(quote.bandMax, locale, 4)}`
        : "—",
    ],
    [t("quote.indicative"), quote.indicativeRate ? formatDecimal(quote.indicativeRate, locale, 4) : "—"],
    [t("quote.askedAt"), <Instant key="asked" at={quote.askedAt} />],
    [
      t("quote.answeredAt"),
      <span key="answered">
        <Instant at={quote.answeredAt} /> ({duration(quote.answeredAt.getTime() - quote.askedAt.getTime())})
      </span>,
    ],
    [t("quote.attempt"), `${quote.attempt} · HTTP ${quote.httpStatus}`],
    ...(quote.issues.length > 0
      ? ([[t("quote.issues"), <Issues key="issues" codes={quote.issues} />]] as [string, ReactNode][])
      : []),
    [
      t("quote.sha256"),
      <code key="sha" className="font-mono text-xs break-all">
        {quote.bodySha256}
      </code>,
    ],
  ];
  return (
    <Section title={t("detail.quote")}>
      <DefinitionList items={facts} />
    </Section>
  );
}

function Issues({ codes }: { codes: readonly string[] }) {
  return codes.map((code, index) => (
    <span key={code}>
      {index > 0 ? "; " : ""}
      <ReasonText code={code} />
    </span>
  ));
}
