import fc from "fast-check";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { updateEngine } from "#server/domain/flags/index";
import type { Ctx } from "#server/kernel/context";
import { assetClasses } from "#server/kernel/ports";
import { operationsHeader as header, openPipeline, type Pipeline } from "#server/testing/pipeline";
import { confirmUpload, forecastUpload, previewUpload } from "./index";
import type { Reading } from "./model/reading";
import { getUpload, getWizard, listProblemGroups, listStagedRows } from "./queries";

const days = ["2026-07-13", "2026-07-14", "2026-07-15"];
let pipeline: Pipeline;
let ctx: Ctx;

beforeAll(async () => {
  pipeline = await openPipeline();
  ({ ctx } = await pipeline.person("operacao"));
  for (const code of ["RICO", "POBRE", "LINHA"]) {
    const fundId = await pipeline.fund(code, { openingCents: code === "RICO" ? 10n ** 14n : 300_000_00n });
    if (code === "LINHA")
      await updateEngine(pipeline.ctx, { fundId, engine: "linha", reason: "comparar os motores" });
  }
  for (const day of ["2026-07-10", ...days]) {
    for (const assetClass of assetClasses)
      pipeline.prices.serve(assetClass, day, { assetCode: `OUTRO-${assetClass}`, unitPrice: "1" });
    pipeline.prices.serve("debentures", day, { assetCode: "EXEM11", unitPrice: "100.123456" });
    // Jumps by half on the last day, so that a person must look.
    pipeline.prices.serve("debentures", day, {
      assetCode: "EXEM12",
      unitPrice: day === "2026-07-15" ? "150" : "100",
    });
  }
});
afterAll(() => pipeline?.close());

const receive = (body: string | Buffer, fileName = "operacoes.csv") =>
  pipeline.receive(ctx, body, { fileName });

/** Read and previewed, with every price that can come. */
async function preview(uploadId: string, reading: Reading = {}) {
  await previewUpload(ctx, { uploadId, reading });
  await pipeline.drain();
  // What is asked again in half a second is asked now.
  await pipeline.sql("update job set due_at = now() where name = 'imports.preview' and state = 'waiting'");
  await pipeline.drain();
  return ctx.transaction(async (tx) => ({
    upload: await getUpload(tx, uploadId),
    ...(await getWizard(tx, uploadId, true)),
  }));
}

async function realRun(uploadId: string) {
  await confirmUpload(ctx, { uploadId });
  await pipeline.drain();
  const [upload] = await pipeline.sql<Record<string, number>>(
    `select row_count as rows, accepted_count as valid, rejected_count as rejected, duplicate_count as duplicate from upload where id = $1`,
    [uploadId],
  );
  const counts = await pipeline.sql<{
    state: string;
    reason: string | null;
    code: string | null;
    count: number;
  }>(
    `select state, wait_reason as reason, code, count(*)::int as count from operation where upload_id = $1 group by 1, 2, 3`,
    [uploadId],
  );
  const sum = (keep: (c: (typeof counts)[number]) => boolean) =>
    Object.fromEntries(counts.filter(keep).map(({ reason, code, count }) => [code ?? reason, count]));
  const cash = await pipeline.sql<{ code: string; cash: bigint }>(
    `select f.code, a.balance_cents::text as cash from account a join fund f on f.id = a.fund_id
      where a.code = 'CAIXA' and f.id in (select fund_id from upload_fund where upload_id = $1) order by f.code`,
    [uploadId],
  );
  return {
    ...upload,
    wouldExecute: counts.find(({ state }) => state === "EXECUTED")?.count ?? 0,
    wouldReview: sum(({ reason }) => reason === "IN_REVIEW"),
    wouldWait: sum(({ reason }) => reason !== null && reason !== "IN_REVIEW"),
    cash: cash.map(({ code, cash: after }) => ({ code, after: BigInt(after) })),
  };
}

let files = 0;
const line = fc.record({
  id: fc.integer({ min: 1, max: 40 }),
  fund: fc.constantFrom("RICO", "POBRE", "POBRE", "LINHA", "LINHA", "NENHUM"),
  side: fc.constantFrom("C", "C", "V", "v ", "X"),
  asset: fc.constantFrom("EXEM11", "EXEM11", "EXEM12", "NAOHA9"),
  quantity: fc.constantFrom("1", "10,5", "200", "900,25", "-3"),
  day: fc.constantFrom(...days, "31/02/2026"),
});

describe("the dry run", () => {
  test("says of any file exactly what the real run then does, under both engines", async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(line, { minLength: 1, maxLength: 60 }), async (lines) => {
        files += 1;
        const body = lines.map(
          (l) => `P${files}-${l.id};${l.fund};${l.side};${l.asset};${l.quantity};0,01;${l.day};`,
        );
        const uploadId = await receive(`${header}\n${body.join("\n")}\n`);
        const before = await preview(uploadId);
        expect(before.upload.state).toBe("PREVIEWED");
        expect(before.preview?.pricesPending).toBe(0);
        const [none] = await pipeline.sql<{ count: number }>(
          "select count(*)::int as count from operation where upload_id = $1",
          [uploadId],
        );
        expect(none?.count).toBe(0);
        const after = await realRun(uploadId);
        const { rows, valid, rejected, duplicate, wouldExecute, wouldReview, wouldWait, byFund } =
          before.preview!;
        const cash = byFund.map(({ code, cashAfter }) => ({ code, after: cashAfter }));
        expect({ rows, valid, rejected, duplicate, wouldExecute, wouldReview, wouldWait, cash }).toEqual(
          after,
        );
      }),
      { numRuns: 25 },
    );
  }, 120_000);

  test("of 10,000 rows takes less than two seconds", async () => {
    const body = Array.from(
      { length: 10_000 },
      (_, i) => `V${i};RICO;${i % 3 ? "C" : "V"};EXEM11;1,5;0,001;${days[i % 3]};`,
    );
    const uploadId = await receive(`${header}\n${body.join("\n")}\n`);
    await previewUpload(ctx, { uploadId, reading: {} });
    await pipeline.drain({ names: ["imports.split", "imports.stage"] });
    const tookMs: number[] = [];
    for (let i = 0; i < 3; i++) {
      const startedAt = performance.now();
      await forecastUpload(pipeline.ctx, { uploadId });
      tookMs.push(performance.now() - startedAt);
    }
    expect(Math.min(...tookMs)).toBeLessThan(2_000);
    const { state } = await ctx.transaction((tx) => getUpload(tx, uploadId));
    expect(state).toBe("PREVIEWED");
  });
});

describe("another reading", () => {
  const us = `${header}\nU1;RICO;C;EXEM11;1,234;0,01;07/13/2026;\nU2;RICO;C;EXEM11;2,500;0,01;07/14/2026;\n`;

  test("replaces the staged rows and writes nothing else", async () => {
    const uploadId = await receive(us.replaceAll("U", "L"));
    const first = await preview(uploadId);
    expect(first.preview).toMatchObject({ rows: 2, valid: 0, rejected: 2 });
    const second = await preview(uploadId, { decimal: ",", dateOrder: "mdy" });
    expect(second.preview).toMatchObject({ rows: 2, valid: 2, rejected: 0, wouldExecute: 2 });
    const rows = await ctx.transaction((tx) => listStagedRows(tx, { uploadId }));
    expect(rows.items.map(({ state }) => state)).toEqual(["VALID", "VALID"]);
    const [kept] = await pipeline.sql<{ quantity: string; day: string }>(
      "select quantity::text, operation_on::text as day from upload_row where upload_id = $1 and row_no = 1",
      [uploadId],
    );
    expect(kept).toEqual({ quantity: "1.23400000", day: "2026-07-13" });
  });

  test("reads a file that was refused for its columns, and the next one with that header needs no click", async () => {
    const odd = (id: string) =>
      `Ref;Carteira;Lado;Papel;Qtd;Spread;Quando\n${id};RICO;C;EXEM11;1;0;13/07/2026\n`;
    const columns = {
      Ref: "externalId",
      Carteira: "fund",
      Lado: "side",
      Papel: "asset",
      Spread: "rate",
      Quando: "operationOn",
    } as const;
    const refused = await receive(odd("C1"));
    expect((await preview(refused)).upload).toMatchObject({
      state: "REFUSED",
      refusalCode: "MISSING_COLUMNS",
    });
    expect((await preview(refused, { columns })).preview).toMatchObject({ valid: 1 });
    await confirmUpload(ctx, { uploadId: refused });
    await pipeline.drain();
    const second = await receive(odd("C2"));
    expect((await preview(second)).preview).toMatchObject({ valid: 1, wouldExecute: 1 });
  });

  test("groups problems by column and code, with lines to look at", async () => {
    const uploadId = await receive(
      `${header}\nG1;RICO;X;EXEM11;1;0;2026-07-13;\nG2;RICO;Y;EXEM11;1;0;2026-07-13;\nG3;RICO;C;EXEM11;1;2;2026-07-13;\n`,
    );
    await preview(uploadId);
    const groups = await ctx.transaction((tx) => listProblemGroups(tx, uploadId));
    expect(groups.map(({ code, column, count }) => ({ code, column, count }))).toEqual([
      { code: "SIDE_UNKNOWN", column: "tipo", count: 2 },
      { code: "RATE_RANGE", column: "taxa", count: 1 },
    ]);
    expect(groups[0]?.sample).toEqual([
      { rowNo: 1, lineNo: 2, got: "“X”" },
      { rowNo: 2, lineNo: 3, got: "“Y”" },
    ]);
  });
});
