"use client";

import { useLocale, useTranslations } from "next-intl";
import type { ReactNode } from "react";
import { duration } from "../operations/timeline-facts";
import { classNames } from "../ui/class-names";
import { Day, Instant } from "../ui/date-time";
import { formatDecimal } from "../ui/format";
import { Facts, Panel } from "./panel";
import { type Evidence, type Item, measuredOf, pricesRead, type Reading } from "./prices-at-stake";
import { ReasonText } from "./reason-text";

/** What the source said of the asset on the day, when and at which attempt; every reading where they differ. */
export function Readings({ item, evidence }: { item: Item; evidence: Evidence }) {
  const t = useTranslations("review.readings");
  const tClass = useTranslations("operations.class");
  const { readings } = evidence;
  const searched = measuredOf(item, "searched")?.split(", ") ?? [];
  if (readings.length === 0) {
    return (
      <Panel title={t("title")}>
        <p className="px-3 pt-1 pb-3">{t("none")}</p>
        {searched.length > 0 ? (
          <p className="px-3 pb-3 text-muted">
            {t("searched", {
              lists: searched
                .map((one) => (tClass.has(one as never) ? tClass(one as never) : one))
                .join(", "),
            })}
          </p>
        ) : null}
      </Panel>
    );
  }
  const prices = pricesRead(readings);
  // The one that counts first; an earlier one stands below it.
  const ordered = readings.toReversed().toSorted((a, b) => Number(b.isCurrent) - Number(a.isCurrent));
  return (
    <Panel
      title={t("title")}
      aside={
        prices > 1 ? (
          <span className="text-xs font-medium text-bad">{t("disagree", { count: prices })}</span>
        ) : null
      }
    >
      <div className="divide-y divide-line">
        {(prices > 1 ? ordered : ordered.slice(0, 1)).map((reading) => (
          <OneReading
            key={reading.quoteId}
            reading={reading}
            isAlone={prices === 1}
            isTwice={ordered.filter(({ isCurrent }) => isCurrent).length > 1}
            isTaken={prices > 1 && item.state === "OPEN" && reading.quoteId === evidence.release?.quoteId}
          />
        ))}
      </div>
    </Panel>
  );
}

function OneReading({
  reading,
  isAlone,
  isTwice,
  isTaken,
}: {
  reading: Reading;
  isAlone: boolean;
  /** The list that counts says the asset more than once. */
  isTwice: boolean;
  /** Approving goes on at this one. */
  isTaken: boolean;
}) {
  const t = useTranslations("review.readings");
  const tQuote = useTranslations("operations.quote");
  const locale = useLocale();
  const rate = (value: string | null) =>
    value === null ? t("absent") : `${formatDecimal(value, locale, 2, 4)} %`;
  const facts: [string, ReactNode][] = [
    [
      t("price"),
      <strong key="price" className="font-semibold">
        {reading.unitPrice ? formatDecimal(reading.unitPrice, locale, 6) : t("noPrice")}
      </strong>,
    ],
    [tQuote("referenceOn"), reading.referenceOn ? <Day key="day" day={reading.referenceOn} /> : t("absent")],
    [tQuote("indicative"), rate(reading.indicativeRate)],
    [t("rates"), `${rate(reading.bidRate)} · ${rate(reading.askRate)}`],
    [tQuote("band"), <Band key="band" reading={reading} />],
    [
      t("cameAt"),
      <span key="came">
        <Instant at={reading.answeredAt} />
      </span>,
    ],
    [
      t("attempt"),
      t("attemptOf", {
        attempt: reading.attempt,
        time: duration(reading.answeredAt.getTime() - reading.askedAt.getTime()),
      }),
    ],
    ...(reading.issues.length > 0
      ? ([[tQuote("issues"), <Issues key="issues" codes={reading.issues} />]] as [string, ReactNode][])
      : []),
  ];
  return (
    <div className={classNames(!reading.isCurrent && "bg-sunken")}>
      {isAlone ? null : (
        <p className="flex flex-wrap justify-between gap-x-2 px-3 pt-2 text-xs font-medium text-muted">
          <span>{t(!reading.isCurrent ? "replaced" : isTwice ? "twice" : "current")}</span>
          {isTaken ? <span className="text-accent">{t("taken")}</span> : null}
        </p>
      )}
      <Facts items={facts} />
    </div>
  );
}

/** The published band of rates, and whether the indicative one lies in it. */
function Band({ reading: { bandMin, bandMax, indicativeRate } }: { reading: Reading }) {
  const t = useTranslations("review.readings");
  const locale = useLocale();
  if (bandMin === null || bandMax === null) return <span className="text-muted">{t("noBand")}</span>;
  const isOutside =
    indicativeRate !== null &&
    (Number(indicativeRate) < Number(bandMin) || Number(indicativeRate) > Number(bandMax));
  return (
    <>
      <span className="whitespace-nowrap">
        {`${formatDecimal(bandMin, locale, 2, 4)} – ${formatDecimal(bandMax, locale, 2, 4)} %`}
      </span>
      {isOutside ? <span className="ml-1.5 font-medium text-bad">{t("outside")}</span> : null}
    </>
  );
}

function Issues({ codes }: { codes: readonly string[] }) {
  return (
    <span className="font-medium text-bad">
      {codes.map((code, index) => (
        <span key={code}>
          {index > 0 ? "; " : ""}
          <ReasonText code={code} />
        </span>
      ))}
    </span>
  );
}
