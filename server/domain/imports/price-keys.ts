import { readCalendar } from "#server/domain/calendar/index";
import type { PriceKey } from "#server/domain/pricing/index";
import { previousBusinessDay } from "#server/kernel/business-day";
import type { Tx } from "#server/kernel/context";
import { type AssetClass, assetClasses } from "#server/kernel/ports";

/** A day of operations, and their class when the file says it. */
export type PricedDay = { readonly operationOn: string; readonly assetClass: AssetClass | null };

/** The lists that each day needs: its own, and those of the business day before, which the jump is measured against. */
export async function priceKeysOf(
  tx: Tx,
  days: readonly PricedDay[],
): Promise<{ operationOn: string; keys: PriceKey[] }[]> {
  const calendar = await readCalendar(tx);
  return days.map(({ operationOn, assetClass }) => ({
    operationOn,
    keys: [operationOn, previousBusinessDay(operationOn, calendar)].flatMap((priceOn) =>
      (assetClass ? [assetClass] : assetClasses).map((one) => ({ assetClass: one, priceOn })),
    ),
  }));
}

/** Every list once. */
export function distinctKeys(days: readonly { keys: readonly PriceKey[] }[]): PriceKey[] {
  return [...new Map(days.flatMap(({ keys }) => keys.map((key) => [priceKeyName(key), key]))).values()];
}

export function priceKeyName({ assetClass, priceOn }: PriceKey): string {
  return `${assetClass} ${priceOn}`;
}
