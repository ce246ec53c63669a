import type { OperationRow } from "./row";

/**
 * The same text for the same operation however it is spelt (`1.000,00` and `1000`), and another for any
 * other: its SHA-256 is the row's content hash.
 */
export function contentKey(row: OperationRow): string {
  return JSON.stringify([
    row.externalId,
    row.fundId,
    row.side,
    row.assetRef,
    row.assetClass,
    row.quantity,
    row.rate,
    row.operationOn,
    row.settlementOn,
    row.informedUnitPrice,
  ]);
}
