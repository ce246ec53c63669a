import { createHash } from "node:crypto";
import { previousBusinessDay } from "#server/kernel/business-day";
import { DomainError } from "#server/kernel/errors";
import type { AssetClass, Mailer, PriceAnswer, PriceRow, PriceSource } from "#server/kernel/ports";

export type FakePriceSource = PriceSource & {
  /** Serves a row in the list of a class and day. */
  serve(assetClass: AssetClass, priceOn: string, row: Partial<PriceRow> & { assetCode: string }): void;
  /** Takes back what was served of a list, so that it can be served otherwise. */
  forget(assetClass: AssetClass, priceOn: string): void;
  /** Answers without data for a day, until something is served for it. */
  serveNothing(priceOn: string): void;
  /** The next `count` calls fail as unavailable. */
  fail(count: number): void;
  readonly calls: { assetClass: AssetClass; priceOn: string }[];
};

/**
 * ANBIMA at the port: answers what a test put there, an empty day otherwise. The day before a day that
 * is served has lists too, of another asset.
 */
export function createFakePriceSource(): FakePriceSource {
  const lists = new Map<string, PriceRow[]>();
  const calls: { assetClass: AssetClass; priceOn: string }[] = [];
  const emptyDays = new Set<string>();
  let failures = 0;
  return {
    name: "anbima",
    calls,
    serve(assetClass, priceOn, row) {
      emptyDays.delete(priceOn);
      const key = `${assetClass} ${priceOn}`;
      lists.set(key, [...(lists.get(key) ?? []), fullRow(priceOn, row)]);
    },
    forget(assetClass, priceOn) {
      lists.delete(`${assetClass} ${priceOn}`);
    },
    serveNothing(priceOn) {
      emptyDays.add(priceOn);
    },
    fail(count) {
      failures = count;
    },
    async fetchPrices(assetClass, priceOn) {
      calls.push({ assetClass, priceOn });
      if (failures > 0) {
        failures -= 1;
        throw new DomainError("anbima.unavailable", { calls: 1 });
      }
      if (emptyDays.has(priceOn)) return answer([]);
      const isBefore = [...lists.keys()].some((key) => previousBusinessDay(key.slice(-10)) === priceOn);
      const other = isBefore ? [fullRow(priceOn, { assetCode: "OUTRO", unitPrice: "1" })] : [];
      return answer(lists.get(`${assetClass} ${priceOn}`) ?? other);
    },
  };
}

function fullRow(priceOn: string, row: Partial<PriceRow> & { assetCode: string }): PriceRow {
  const base = {
    isin: null,
    maturityOn: null,
    referenceOn: priceOn,
    unitPrice: null,
    unitPriceText: null,
    bidRate: null,
    askRate: null,
    indicativeRate: null,
    standardDeviation: null,
    bandMin: null,
    bandMax: null,
  };
  return { ...base, raw: JSON.stringify(row), ...row };
}

function answer(rows: PriceRow[]): PriceAnswer {
  const body = JSON.stringify(rows);
  return {
    outcome: rows.length > 0 ? "LIST" : "EMPTY",
    httpStatus: rows.length > 0 ? 200 : 404,
    bodySha256: createHash("sha256").update(body).digest(),
    bodyBytes: body.length,
    askedAt: new Date(),
    answeredAt: new Date(),
    calls: 1,
    rows,
  };
}

export type FakeMailer = Mailer & {
  readonly sent: { messageId: string; to: string; subject: string; text: string; html?: string }[];
};

export function createFakeMailer(): FakeMailer {
  const sent: FakeMailer["sent"] = [];
  return {
    sent,
    async send(message) {
      sent.push(message);
    },
  };
}
