"use client";

import { useLocale } from "next-intl";
import { formatMoney } from "./format";

/** Centavos as money. A minus sign says debit; colour never does. */
export function Money({ cents, withSymbol = true }: { cents: bigint | null; withSymbol?: boolean }) {
  const locale = useLocale();
  if (cents === null) return <span className="text-muted">—</span>;
  return <span className="figures whitespace-nowrap">{formatMoney(cents, locale, withSymbol)}</span>;
}
