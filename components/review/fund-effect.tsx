"use client";

import { ArrowRight } from "lucide-react";
import { useLocale, useTranslations } from "next-intl";
import type { ReactNode } from "react";
import { formatDecimal, formatMoney } from "../ui/format";
import { addDecimals } from "./add-decimals";
import { Panel } from "./panel";
import type { Evidence, Item } from "./prices-at-stake";

/** The fund now, and as approving would leave it. */
export function FundEffect({ item, evidence }: { item: Item; evidence: Evidence }) {
  const t = useTranslations("review.fund");
  const locale = useLocale();
  const { fund, release, effect, operation } = evidence;
  const money = (cents: bigint) => formatMoney(cents, locale);
  const sign = operation.side === "BUY" ? -1n : 1n;
  const cashAfter = effect ? fund.cashCents + sign * effect.totalCents : null;
  const positionAfter = addDecimals(fund.position, operation.quantity, operation.side === "BUY" ? 1n : -1n);
  const isShort = cashAfter !== null && cashAfter < (fund.cashFloorCents ?? 0n);
  return (
    <Panel title={t(release ? "title" : effect ? "executed" : "now", { fund: operation.fundCode })}>
      <div className="flex flex-col gap-2 px-3 pt-1 pb-3">
        <Change
          name={t("cash")}
          before={money(fund.cashCents)}
          after={cashAfter === null ? null : money(cashAfter)}
          isBad={isShort}
        />
        <Change
          name={t("position", { asset: release?.assetCode ?? operation.assetCode ?? operation.assetRef })}
          before={formatDecimal(fund.position, locale)}
          after={effect ? formatDecimal(positionAfter, locale) : null}
          isBad={positionAfter.startsWith("-")}
        />
        {effect ? (
          <p className="figures text-muted">
            {t(!release ? "atOwn" : release.quoteId ? "atSource" : "atSent", {
              price: formatDecimal(effect.unitPrice, locale, 6),
              total: money(effect.totalCents),
              tax: money(effect.taxCents),
            })}
          </p>
        ) : null}
        {release ? null : (
          <p>{t(item.state !== "OPEN" ? "closed" : effect ? "goesByItself" : "nothingToApprove")}</p>
        )}
        {release && isShort ? <p className="font-medium text-bad">{t("short")}</p> : null}
        {release && positionAfter.startsWith("-") ? (
          <p className="font-medium text-bad">{t("shortPosition")}</p>
        ) : null}
      </div>
    </Panel>
  );
}

function Change({
  name,
  before,
  after,
  isBad,
}: {
  name: string;
  before: string;
  after: ReactNode | null;
  isBad: boolean;
}) {
  const t = useTranslations("review.fund");
  return (
    <div className="figures flex flex-col">
      <span className="text-xs text-muted">{name}</span>
      <span className="flex flex-wrap items-center gap-x-2">
        <span className="sr-only">{t("before")}</span>
        <span>{before}</span>
        {after === null ? null : (
          <>
            <ArrowRight aria-hidden className="size-3.5 text-muted" />
            <span className="sr-only">{t("after")}</span>
            <strong className={isBad ? "font-semibold text-bad" : "font-semibold"}>{after}</strong>
          </>
        )}
      </span>
    </div>
  );
}
