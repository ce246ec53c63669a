"use client";

import { useLocale, useTranslations } from "next-intl";
import { deviationTenths, formatTenths } from "../operations/deviation";
import { classNames } from "../ui/class-names";
import { formatDecimal, formatMoney } from "../ui/format";
import { type Evidence, type Item, limitOf, pricesOf } from "./prices-at-stake";
import { differenceCents, type Mark, type MarkKind, rulerOf } from "./ruler";

const looks: Record<MarkKind, string> = {
  sent: "bg-divergence",
  source: "bg-accent",
  previous: "bg-neutral",
  executed: "",
};
/** Shapes tell them apart without colour. */
const shapes: Record<MarkKind, string> = {
  executed: "size-4.5 rounded-full border-2 border-moving",
  previous: "h-5 w-0.75",
  source: "size-3 rounded-full",
  sent: "size-3 rotate-45",
};
/** Where they coincide, each stays visible around or over the one before. */
const drawn: readonly MarkKind[] = ["executed", "previous", "source", "sent"];

/** The prices on one line, with what separates them in basis points and in reais. */
export function PriceRuler({ item, evidence }: { item: Item; evidence: Evidence }) {
  const t = useTranslations("review.ruler");
  const prices = pricesOf(item, evidence);
  const ruler = rulerOf(prices, limitOf(item));
  return (
    <section aria-labelledby="ruler" className="card px-3 py-2.5">
      <h3 id="ruler" className="text-sm font-semibold">
        {t("title")}
      </h3>
      {ruler === null ? (
        <p className="mt-1 text-muted">{t(prices.sent || prices.source ? "one" : "none")}</p>
      ) : (
        <>
          <InWords item={item} evidence={evidence} />
          <div aria-hidden className="relative mx-2 mt-4 mb-3 h-6">
            <div className="absolute inset-x-0 top-1/2 h-px bg-line-strong" />
            {ruler.limits ? (
              <div
                className="absolute top-1/2 h-3 -translate-y-1/2 rounded-sm border-x-2 border-ok bg-ok-tint"
                style={{
                  left: percent(ruler.limits.fromPlace),
                  width: percent(ruler.limits.toPlace - ruler.limits.fromPlace),
                }}
              />
            ) : null}
            {ruler.marks
              .toSorted((a, b) => drawn.indexOf(a.kind) - drawn.indexOf(b.kind))
              .map(({ kind, place }) => (
                <span
                  key={kind}
                  className={classNames(
                    "absolute top-1/2 -translate-x-1/2 -translate-y-1/2",
                    looks[kind],
                    shapes[kind],
                  )}
                  style={{ left: percent(place) }}
                />
              ))}
          </div>
          <Legend marks={ruler.marks} limits={ruler.limits} />
        </>
      )}
    </section>
  );
}

function InWords({ item, evidence }: { item: Item; evidence: Evidence }) {
  const t = useTranslations("review.ruler");
  const locale = useLocale();
  const { sent, source, previous } = pricesOf(item, evidence);
  const { quantity } = evidence.operation;
  const compare = (
    price: string | null,
    from: string | null,
    words: "sentToSource" | "sourceToPrevious" | "sentToPrevious",
  ) => {
    const tenths = deviationTenths(price, from);
    if (tenths === null || price === null || from === null) return null;
    const cents = differenceCents(quantity, price, from);
    return t(words, {
      way: tenths > 0n ? "above" : tenths < 0n ? "below" : "same",
      bps: formatTenths(tenths < 0n ? -tenths : tenths, locale).replace("+", ""),
      amount: formatMoney(cents < 0n ? -cents : cents, locale),
      quantity: formatDecimal(quantity, locale),
    });
  };
  const sentences = [
    compare(sent, source, "sentToSource"),
    item.reason === "DESVIO_D1" || sent === null ? compare(source, previous, "sourceToPrevious") : null,
    source === null ? compare(sent, previous, "sentToPrevious") : null,
  ].filter((text) => text !== null);
  if (sentences.length === 0) return null;
  return <p className="figures mt-1">{sentences.join(" ")}</p>;
}

function Legend({ marks, limits }: { marks: readonly Mark[]; limits: { from: string; to: string } | null }) {
  const t = useTranslations("review.ruler");
  const locale = useLocale();
  return (
    <dl className="figures flex flex-wrap gap-x-5 gap-y-1 text-xs">
      {marks
        .toSorted((a, b) => a.place - b.place)
        .map(({ kind, price }) => (
          <div key={kind} className="flex items-center gap-1.5">
            <dt className="flex items-center gap-1.5 text-muted">
              <span aria-hidden className="inline-flex w-4.5 justify-center">
                <span className={classNames(looks[kind], shapes[kind])} />
              </span>
              {t(`marks.${kind}`)}
            </dt>
            <dd className="font-medium">{formatDecimal(price, locale, 6)}</dd>
          </div>
        ))}
      {limits ? (
        <div className="flex items-center gap-1.5">
          <dt className="flex items-center gap-1.5 text-muted">
            <span aria-hidden className="h-2.5 w-4 rounded-sm border-x-2 border-ok bg-ok-tint" />
            {t("limits")}
          </dt>
          <dd className="font-medium">
            {`${formatDecimal(limits.from, locale, 6, 6)} – ${formatDecimal(limits.to, locale, 6, 6)}`}
          </dd>
        </div>
      ) : null}
    </dl>
  );
}

function percent(place: number): string {
  return `${(place * 100).toFixed(2)}%`;
}
