import { afterAll, beforeAll, expect, test } from "vitest";
import { verifyInvariants } from "#server/domain/invariants/index";
import type { Ctx } from "#server/kernel/context";
import { assetClasses } from "#server/kernel/ports";
import { operationsHeader as header, openPipeline, type Pipeline } from "#server/testing/pipeline";
import { requestReversal, revertUpload } from "./index";
import { getUpload, getWizard, listReversalRows } from "./queries";

const day = "2026-07-15";
const reason = "arquivo do fundo errado";
let pipeline: Pipeline;
let sender: Ctx;
let other: Ctx;

beforeAll(async () => {
  pipeline = await openPipeline();
  ({ ctx: sender } = await pipeline.person("operacao"));
  ({ ctx: other } = await pipeline.person("auditor"));
  await pipeline.fund("ALFA", { openingCents: 1_000_000_00n });
  await pipeline.fund("BETA", { openingCents: 1_000_000_00n });
  for (const on of ["2026-07-14", day]) {
    for (const assetClass of assetClasses)
      pipeline.prices.serve(assetClass, on, { assetCode: `OUTRO-${assetClass}`, unitPrice: "1" });
    pipeline.prices.serve("debentures", on, { assetCode: "EXEM11", unitPrice: "100" });
    pipeline.prices.serve("debentures", on, { assetCode: "EXEM12", unitPrice: "100" });
  }
});
afterAll(() => pipeline?.close());

async function send(lines: readonly string[]): Promise<string> {
  const body = `${header}\n${lines.map((line) => `${line};0;${day};`).join("\n")}\n`;
  const uploadId = await pipeline.send(sender, body);
  await pipeline.drain();
  return uploadId;
}

const cash = async () =>
  Object.fromEntries(
    (
      await pipeline.sql<{ code: string; cents: string }>(
        "select f.code, a.balance_cents::text as cents from account a join fund f on f.id = a.fund_id where a.code = 'CAIXA' order by 1",
      )
    ).map(({ code, cents }) => [code, cents]),
  );
const reversalOf = async (uploadId: string) =>
  (await other.transaction((tx) => getWizard(tx, uploadId, true))).reversal;

async function expectSound(): Promise<void> {
  const report = await verifyInvariants(pipeline.ctx);
  expect(report.invariantes.filter(({ falhas }) => falhas > 0)).toEqual([]);
}

test("an import is taken back whole: executed operations undone, pending ones cancelled, the same file taken anew", async () => {
  const before = await cash();
  const lines = [
    ...Array.from({ length: 40 }, (_, i) => `A${i};${i % 2 ? "ALFA" : "BETA"};C;EXEM11;10`),
    "A40;ALFA;V;EXEM11;5",
    "A41;ALFA;C;EXEM11;999999",
    "A42;BETA;C;NAOHA9;1",
  ];
  const uploadId = await send(lines);
  expect(await cash()).not.toEqual(before);
  await expect(requestReversal(sender, { uploadId, reason })).rejects.toMatchObject({ code: "upload.own" });
  const { reversalId } = await requestReversal(other, { uploadId, reason });
  await expect(requestReversal(other, { uploadId, reason })).rejects.toMatchObject({
    code: "upload.reverting",
  });
  await pipeline.drain();
  expect(await reversalOf(uploadId)).toMatchObject({ state: "DONE", reverted: 43, kept: [], failed: [] });
  expect(await cash()).toEqual(before);
  const states = await pipeline.sql(
    "select state, count(*)::int as count from operation where upload_id = $1 group by 1 order by 1",
    [uploadId],
  );
  expect(states).toEqual([
    { state: "CANCELLED", count: 2 },
    { state: "REVERSED", count: 41 },
  ]);
  // Again is nothing: every entry once.
  await revertUpload(pipeline.ctx, { reversalId });
  expect(await cash()).toEqual(before);
  await expectSound();
  const again = await send(lines);
  expect(await sender.transaction((tx) => getUpload(tx, again))).toMatchObject({
    acceptedCount: 43,
    duplicateCount: 0,
  });
  await expectSound();
});

test("what others built upon is kept, and says why; what lacked something at first is undone in the end", async () => {
  const uploadId = await send(["B1;ALFA;C;EXEM12;10", "B2;ALFA;C;EXEM12;20", "B3;BETA;C;EXEM12;1"]);
  await send(["C1;ALFA;V;EXEM12;25"]);
  await requestReversal(other, { uploadId, reason });
  await pipeline.drain();
  expect(await reversalOf(uploadId)).toMatchObject({
    state: "DONE",
    reverted: 1,
    kept: [{ code: "INSUFFICIENT_POSITION", count: 2 }],
  });
  const rows = await other.transaction((tx) => listReversalRows(tx, { uploadId, bucket: "KEPT" }));
  expect(rows.items.map(({ externalId }) => externalId)).toEqual(["B1", "B2"]);
  await expectSound();
  // The sale is undone, and the import is asked for once more.
  const [sale] = await pipeline.sql<{ id: string }>(
    "select upload_id as id from operation where external_id = 'C1'",
  );
  await requestReversal(other, { uploadId: sale?.id as string, reason });
  await pipeline.drain();
  await requestReversal(other, { uploadId, reason });
  await pipeline.drain();
  expect(await reversalOf(uploadId)).toMatchObject({ state: "DONE", reverted: 3, kept: [], failed: [] });
  await expectSound();
});

test("who sees only some funds of a file cannot take it back, and nobody may who mended it", async () => {
  const uploadId = await send(["D1;ALFA;C;EXEM11;1", "D2;BETA;C;EXEM11;1"]);
  const [alfa] = await pipeline.sql<{ id: string }>("select id from fund where code = 'ALFA'");
  const { ctx: partial } = await pipeline.person("auditor", [alfa?.id as string]);
  await expect(requestReversal(partial, { uploadId, reason })).rejects.toMatchObject({
    code: "upload.partial_scope",
  });
});
