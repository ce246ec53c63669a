import type { AssetClass } from "#server/kernel/ports";
import { codeOf } from "./asset";
import { type FeedRow, listJson, priceField, rowOf, sha256Hex } from "./rows";
import type { AnbimaSwitches, WrongKind } from "./switches";
import { quoteOf, universe } from "./universe";
import { wrongKindOf, wrongRows } from "./wrong-answers";

/** A day's list as it goes on the wire, and what it says, for the journal. */
export type DayList = {
  readonly body: Buffer;
  readonly sha256: string;
  /** Code → the prices shown, as raw JSON text in the order shown (`null` when the field is absent). */
  readonly prices: Readonly<Record<string, readonly (string | null)[]>>;
  readonly wrong: Readonly<Record<string, WrongKind>>;
};

const rightListsMax = 600;

/** Writes the lists of days; those with nothing wrong are kept, since they never change. */
export function createDayLists(seed: number) {
  const kept = new Map<string, DayList>();

  return function dayList(
    assetClass: AssetClass,
    day: string,
    switches: AnbimaSwitches,
    reading: number,
  ): DayList {
    const isRight =
      (switches.wrong.length === 0 || switches.wrongRate === 0) &&
      Object.keys(switches.wrongCodes).length === 0;
    const key = `${assetClass}/${day}`;
    const known = isRight ? kept.get(key) : undefined;
    if (known) return known;
    const list = writeList(assetClass, day, switches, reading, seed);
    if (!isRight) return list;
    if (kept.size >= rightListsMax) kept.delete(kept.keys().next().value ?? "");
    kept.set(key, list);
    return list;
  };
}

function writeList(
  assetClass: AssetClass,
  day: string,
  switches: AnbimaSwitches,
  reading: number,
  seed: number,
): DayList {
  const rows: FeedRow[] = [];
  const prices: Record<string, (string | null)[]> = {};
  const wrong: Record<string, WrongKind> = {};
  for (const asset of universe) {
    if (asset.assetClass !== assetClass) continue;
    const code = codeOf(asset);
    const quote = quoteOf(asset, day, seed);
    const kind = wrongKindOf(asset, day, switches, seed);
    const shown = kind
      ? wrongRows(quote, kind, reading, Object.hasOwn(switches.wrongCodes, `${code}@${day}`))
      : [rowOf(quote)];
    if (kind) wrong[code] = kind;
    rows.push(...shown);
    if (shown.length > 0) prices[code] = shown.flatMap((row) => pricesIn(row, priceField(assetClass)));
  }
  const body = Buffer.from(listJson(rows), "utf8");
  return { body, sha256: sha256Hex(body), prices, wrong };
}

function pricesIn(row: FeedRow, field: string): (string | null)[] {
  const found = row.filter(([name]) => name === field).map(([, json]) => json);
  return found.length > 0 ? found : [null];
}
