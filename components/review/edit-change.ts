import { amountsOf, type EditableField, editableFields, mayStand } from "#server/domain/operations/browser";
import { parseBrazilianDecimal } from "#server/kernel/brazilian-number";
import { compareDecimals, parseDecimal } from "#server/kernel/decimal";
import type { Evidence } from "./prices-at-stake";

export type EditTexts = Record<EditableField, string>;
type EditRead = {
  /** What changed, as the server takes it; null while nothing did, or something cannot be read. */
  change: Record<string, string | null> | null;
  wrong: EditableField[];
  /** Total by the price that would hold; null when none is known. */
  totalCents: bigint | null;
};

type Operation = Evidence["operation"];
const decimals = new Set<EditableField>(["quantity", "rate", "informedUnitPrice"]);

/** The values as a person writes them: comma for decimals, no separators. */
export function textsOf(operation: Operation): EditTexts {
  const written = (value: string | null) =>
    value === null ? "" : (parseDecimal(value) ?? value).replace(".", ",");
  return {
    quantity: written(operation.quantity),
    rate: written(operation.rate),
    informedUnitPrice: written(operation.informedUnitPrice),
    assetRef: operation.assetRef,
    operationOn: operation.operationOn,
  };
}

/** What the texts change of the operation, judged as the server judges it. */
export function readEdit(texts: EditTexts, evidence: Evidence): EditRead {
  const { operation, fund } = evidence;
  const now = new Map<EditableField, string | null>();
  const wrong: EditableField[] = [];
  for (const field of editableFields) {
    const value = readField(field, texts[field]);
    if (value === undefined || !mayStand(field, value)) wrong.push(field);
    else now.set(field, value);
  }
  const change: Record<string, string | null> = {};
  for (const [field, value] of now) if (!isSame(field, value, operation[field])) change[field] = value;
  const isRead = wrong.length === 0;
  const price = priceAfter(change, now.get("informedUnitPrice") ?? null, evidence);
  const [quantity, rate] = [now.get("quantity"), now.get("rate")];
  return {
    change: isRead && Object.keys(change).length > 0 ? change : null,
    wrong,
    totalCents:
      isRead && price && quantity && rate
        ? amountsOf({ side: operation.side, quantity, unitPrice: price, rate, rounding: fund.rounding })
            .totalCents
        : null,
  };
}

/** The price that would hold: the fund's source, or the file where the fund or the lack of a source says so. */
function priceAfter(
  change: EditRead["change"] & object,
  informed: string | null,
  { release, rules }: Evidence,
): string | null {
  if (rules.priceBasis === "informado" && informed !== null) return informed;
  // Of another asset or day the source is asked first.
  if ("assetRef" in change || "operationOn" in change) return null;
  return release?.quoteId ? release.unitPrice : informed;
}

/** Undefined for what cannot be read; null for an empty price, which is left to the source. */
function readField(field: EditableField, text: string): string | null | undefined {
  const trimmed = text.trim();
  if (trimmed === "") return field === "informedUnitPrice" ? null : undefined;
  if (!decimals.has(field)) return trimmed;
  // Typed by hand, one comma is the decimal mark whatever stands behind it.
  const plain = /^\d+,\d+$/.test(trimmed) ? trimmed.replace(",", ".") : null;
  if (plain !== null) return parseDecimal(plain) ?? undefined;
  const read = parseBrazilianDecimal(trimmed);
  return read.kind === "decimal" ? read.value : undefined;
}

function isSame(field: EditableField, now: string | null, before: string | null): boolean {
  if (now === null || before === null || !decimals.has(field)) return now === before;
  return compareDecimals(now, before) === 0;
}
