import fc from "fast-check";
import { afterAll, beforeAll, expect, test } from "vitest";
import { updateEngine } from "#server/domain/flags/index";
import { contribute } from "#server/domain/funds/index";
import { acceptUpload, splitUpload, stageChunk } from "#server/domain/imports/index";
import { executeOperations, priceOperations } from "#server/domain/operations/index";
import { fetchPrices } from "#server/domain/pricing/index";
import type { Ctx } from "#server/kernel/context";
import { newId } from "#server/kernel/id";
import { type AssetClass, assetClasses } from "#server/kernel/ports";
import { operationsHeader as header, openPipeline, type Pipeline } from "../pipeline";

const days = ["2026-07-13", "2026-07-14", "2026-07-15"];
const assets = ["EXEM11", "EXEM12", "EXEM13"];
/** Both engines beside each other, for both rules of rounding. */
const pairs = [
  ["HALF-CONJ", "HALF-LINHA"],
  ["TRUN-CONJ", "TRUN-LINHA"],
] as const;

let pipeline: Pipeline;
let ctx: Ctx;
const fundIds = new Map<string, string>();

beforeAll(async () => {
  pipeline = await openPipeline();
  ({ ctx } = await pipeline.person("operacao"));
  for (const code of pairs.flat()) {
    const rounding = code.startsWith("HALF") ? "HALF_UP" : "TRUNCATE";
    const fundId = await pipeline.fund(code, { rounding, openingCents: 500_000_00n });
    fundIds.set(code, fundId);
    if (code.endsWith("LINHA"))
      await updateEngine(pipeline.ctx, { fundId, engine: "linha", reason: "comparar os motores" });
  }
  const prices = ["100.123456", "0.005049", "987.654321"];
  for (const day of ["2026-07-10", ...days]) {
    for (const assetClass of assetClasses)
      pipeline.prices.serve(assetClass, day, { assetCode: `OUTRO-${assetClass}`, unitPrice: "1" });
    for (const [i, assetCode] of assets.entries())
      pipeline.prices.serve("debentures", day, { assetCode, unitPrice: prices[i] as string });
  }
});
afterAll(() => pipeline?.close());

const decimals = (max: number) => fc.stringMatching(new RegExp(`^\\d{1,${max}}$`));
const operation = fc.record({
  side: fc.constantFrom("C", "C", "V"),
  asset: fc.constantFrom(...assets),
  quantity: fc.tuple(fc.integer({ min: 1, max: 3_000 }), fc.option(decimals(8), { nil: null })),
  rate: fc.oneof(
    fc.constant("0"),
    decimals(11).map((text) => `0,0${text}`),
  ),
  day: fc.constantFrom(...days),
});
type Operation = typeof operation extends fc.Arbitrary<infer T> ? T : never;

let files = 0;
function fileOf(operations: readonly Operation[]): string {
  files += 1;
  const lines = pairs.flat().flatMap((code) =>
    operations.map(({ side, asset, quantity: [whole, fraction], rate, day }, i) => {
      // Six decimals and a zero: never three, which would be a thousand to somebody.
      const quantity = fraction === null ? `${whole}` : `${whole},${fraction.padEnd(4, "0")}`;
      return `F${files}-${i};${code};${side};${asset};${quantity};${rate};${day};`;
    }),
  );
  return `${header}\n${lines.join("\n")}\n`;
}

/** Prices everything first and executes then, so that both engines meet the same priced sequence. */
async function play(operations: readonly Operation[], paidInCents: bigint): Promise<void> {
  const uploadId = await pipeline.send(ctx, fileOf(operations));
  await splitUpload(pipeline.ctx, { uploadId });
  await stageChunk(pipeline.ctx, { uploadId, chunkNo: 0 });
  await acceptUpload(pipeline.ctx, { uploadId });
  const wanted = await pipeline.sql<{ assetClass: AssetClass; priceOn: string }>(
    `select asset_class as "assetClass", price_on::text as "priceOn" from price_request where state = 'WAITING'`,
  );
  for (const key of wanted) await fetchPrices(pipeline.ctx, key);
  for (const priceOn of days) await priceOperations(pipeline.ctx, { priceOn });
  for (const fundId of fundIds.values()) await executeOperations(pipeline.ctx, { fundId });
  for (const fundId of fundIds.values()) {
    await contribute(pipeline.ctx, {
      fundId,
      contributionId: newId(),
      amountCents: paidInCents,
      effectiveOn: "2026-07-15",
    });
    await executeOperations(pipeline.ctx, { fundId });
  }
}

/** A fund's whole books in words that do not name it: every entry with its postings and movements, every operation. */
async function booksOf(code: string): Promise<unknown> {
  const fundId = fundIds.get(code);
  const entries = await pipeline.sql(
    `select e.fund_seq::int as seq, e.kind, o.external_id as id, array_agg(a.code || ' ' || p.amount_cents || ' ' || p.balance_after_cents order by a.code) as postings,
            (select array_agg(asset_code || ' ' || quantity || ' ' || quantity_after) from position_movement m where m.entry_id = e.id) as moved
       from ledger_entry e join posting p on p.entry_id = e.id join account a on a.id = p.account_id
       left join operation o on o.id = e.cause_id where e.fund_id = $1 group by e.id, o.external_id order by e.fund_seq`,
    [fundId],
  );
  const operations = await pipeline.sql(
    `select external_id as id, state, wait_reason as waits, code, unit_price::text as price, gross_cents::text as gross, tax_cents::text as tax,
            total_cents::text as total from operation where fund_id = $1 order by external_id`,
    [fundId],
  );
  return { entries, operations };
}

test("engines conjunto and linha write the same books to the centavo, for both rules of rounding", async () => {
  let executed = 0;
  await fc.assert(
    fc.asyncProperty(
      fc.array(operation, { minLength: 5, maxLength: 40 }),
      fc.bigInt({ min: 1n, max: 300_000_00n }),
      async (operations, paidInCents) => {
        await play(operations, paidInCents);
        for (const [together, alone] of pairs) expect(await booksOf(alone)).toEqual(await booksOf(together));
        const [counts] = await pipeline.sql<{ executed: number }>(
          "select count(*)::int as executed from operation where state = 'EXECUTED'",
        );
        executed = counts?.executed ?? 0;
      },
    ),
    { numRuns: 6, endOnFailure: true },
  );
  expect(executed).toBeGreaterThan(100);
  const [stopped] = await pipeline.sql<{ reasons: string[] }>(
    "select array_agg(distinct wait_reason order by wait_reason) as reasons from operation where state = 'PENDING'",
  );
  expect(stopped?.reasons).toContain("INSUFFICIENT_POSITION");
}, 120_000);
