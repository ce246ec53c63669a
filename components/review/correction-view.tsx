"use client";

import { ArrowRight } from "lucide-react";
import Link from "next/link";
import { useLocale, useTranslations } from "next-intl";
import { Instant } from "../ui/date-time";
import { formatDay, formatDecimal, formatMoney } from "../ui/format";
import { Facts, Panel } from "./panel";
import type { Item } from "./prices-at-stake";

export type Correction = NonNullable<Item["repricing"]>;

/** What executed at a price that its source has corrected since, and what approving would post. */
export function CorrectionView({ correction }: { correction: Correction }) {
  const t = useTranslations("review.correction");
  const tOperations = useTranslations("operations");
  const locale = useLocale();
  const money = (cents: bigint) => formatMoney(cents, locale);
  const after = correction.cashCents + correction.cashChangeCents;
  const isShort = correction.cashFloorCents !== null && after < correction.cashFloorCents;
  return (
    <>
      <Panel title={t("title", { count: correction.count })}>
        <p className="px-3 pt-1">{t("explained")}</p>
        <Facts
          items={[
            [
              t("list"),
              `${tOperations(`class.${correction.assetClass}` as "class.fidc")} · ${formatDay(correction.priceOn, locale)}`,
            ],
            [t("readAt"), <Instant key="read" at={correction.readAt} />],
            [t("correctedAt"), <Instant key="corrected" at={correction.correctedAt} />],
            [t("change"), <strong key="change">{money(correction.cashChangeCents)}</strong>],
            [
              t("cash", { fund: correction.fundCode }),
              <span key="cash" className="inline-flex flex-wrap items-center justify-end gap-x-2">
                {money(correction.cashCents)}
                <ArrowRight aria-hidden className="size-3.5 text-muted" />
                <strong className={isShort ? "text-bad" : undefined}>{money(after)}</strong>
              </span>,
            ],
          ]}
        />
        {isShort ? <p className="px-3 pb-3 font-medium text-bad">{t("short")}</p> : null}
      </Panel>
      <Panel title={t("assets")}>
        <Assets correction={correction} />
      </Panel>
      <Panel title={t("operations")}>
        <Operations operations={correction.operations} />
        {correction.count > correction.operations.length ? (
          <p className="px-3 pb-3 text-muted">
            {t("largest", { shown: correction.operations.length, count: correction.count })}
          </p>
        ) : null}
      </Panel>
    </>
  );
}

function Assets({ correction }: { correction: Correction }) {
  const t = useTranslations("review.correction");
  const { fundCode, priceOn, assets } = correction;
  return (
    <ul aria-label={t("assets")} className="divide-y divide-line">
      {assets.map((one) => {
        const address = new URLSearchParams({
          fundo: fundCode,
          ativo: one.assetCode,
          de: priceOn,
          ate: priceOn,
        });
        return (
          <Line
            key={`${one.assetCode} ${one.fromPrice}`}
            href={`/operacoes?${address}`}
            name={one.assetCode}
            of={t("count", { count: one.count })}
            {...one}
          />
        );
      })}
    </ul>
  );
}

function Operations({ operations }: Pick<Correction, "operations">) {
  const t = useTranslations("review.correction");
  const tOperations = useTranslations("operations");
  const locale = useLocale();
  return (
    <ul aria-label={t("operations")} className="divide-y divide-line">
      {operations.map((one) => (
        <Line
          key={one.operationId}
          href={`/operacoes/${one.operationId}`}
          name={one.externalId}
          of={`${tOperations(`side.${one.side}`)} · ${formatDecimal(one.quantity, locale)} × ${one.assetCode}`}
          {...one}
        />
      ))}
    </ul>
  );
}

type LineProps = {
  href: string;
  name: string;
  of: string;
  fromPrice: string;
  toPrice: string;
  cashChangeCents: bigint;
};

function Line({ href, name, of, fromPrice, toPrice, cashChangeCents }: LineProps) {
  const t = useTranslations("review.correction");
  const locale = useLocale();
  return (
    <li className="flex flex-col gap-0.5 px-3 py-2">
      <span className="flex flex-wrap items-baseline justify-between gap-x-3">
        <Link href={href} className="text-accent hover:underline">
          {name}
        </Link>
        <strong className="figures font-semibold">{formatMoney(cashChangeCents, locale)}</strong>
      </span>
      <span className="figures flex flex-wrap items-center gap-x-2 text-xs text-muted">
        <span>{of}</span>
        <span className="inline-flex items-center gap-1">
          {formatDecimal(fromPrice, locale, 6)}
          <ArrowRight aria-hidden className="size-3" />
          <span className="sr-only">{t("becomes")}</span>
          {formatDecimal(toPrice, locale, 6)}
        </span>
      </span>
    </li>
  );
}
