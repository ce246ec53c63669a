import type { RouterOutput } from "../layout/trpc";
import type { MarkKind } from "./ruler";

export type Item = RouterOutput["review"]["item"];
export type Evidence = NonNullable<Item["operation"]>;
export type Reading = Evidence["readings"][number];

/** What a rule's evidence says as text under a name; null when it does not. */
export function measuredOf(item: Item, name: string): string | null {
  const value = item.evidence[name];
  return typeof value === "string" ? value : null;
}

/** The prices that a decision weighs: sent, of the source, of the day before and of our last execution. */
export function pricesOf(item: Item, { operation, history, executions, readings }: Evidence) {
  const current = readings.findLast(({ isCurrent }) => isCurrent) ?? readings.at(-1);
  return {
    sent: operation.informedUnitPrice,
    source: measuredOf(item, "unitPrice") ?? current?.unitPrice ?? null,
    previous:
      measuredOf(item, "previousUnitPrice") ??
      history.findLast(({ priceOn }) => priceOn < operation.operationOn)?.unitPrice ??
      null,
    executed: executions[0]?.unitPrice ?? null,
  } satisfies Record<MarkKind, string | null>;
}

/** Around which price a rule's limit lies; null for rules that are no distance between prices. */
export function limitOf(item: Item): { around: MarkKind; share: string } | null {
  const share = measuredOf(item, "limit");
  if (share === null) return null;
  if (item.reason === "PU_INFORMADO_DIVERGENTE") return { around: "source", share };
  if (item.reason === "DESVIO_D1") return { around: "previous", share };
  return null;
}

const waitsForFund = new Set(["INSUFFICIENT_CASH", "INSUFFICIENT_POSITION"]);

/** Whether it has its price, and only what the fund lacks keeps it: no decision brings that. */
export function isLack(item: Item): boolean {
  return waitsForFund.has(item.reason);
}

const aboutTheAsset = new Set(["ATIVO_NAO_PRECIFICADO", "AMBIGUOUS_ASSET"]);

/** The value of the line that the decision turns on. */
export function decisiveValueOf(item: Item, { operation }: Evidence): string | null {
  if (aboutTheAsset.has(item.reason)) return operation.assetRef;
  return operation.informedUnitPrice ?? operation.assetRef;
}

/** Distinct prices among the readings of the day: more than one is a disagreement. */
export function pricesRead(readings: readonly Reading[]): number {
  return new Set(readings.map(({ unitPrice }) => unitPrice)).size;
}
