import { enqueue } from "#server/domain/jobs/index";
import { executeOperationsJob } from "#server/domain/operations/index";
import type { CopyRow } from "#server/kernel/context";
import { newId } from "#server/kernel/id";
import { universe } from "#server/sandbox/anbima/universe";
import { createFunds, type Engine, proveBooks } from "./books";
import type { DatabaseServer } from "./database-server";
import { generateOperations } from "./generate/operations";
import type { Options } from "./options";
import { atLeast, fact, type Line, median, number } from "./report";
import { businessDays } from "./send-file";
import { openStack, type Stack } from "./stack";
import { fillTpcB, runTpcB } from "./tpc-b";

const limitMs = 300_000;

/**
 * The execution stage alone: operations of one fund that are priced already, one worker that takes only
 * this queue, from the job's enqueueing until the last operation is executed (ledger, statuses, audit
 * events). Beside it TPC-B on the same server, in turns with it.
 */
export async function measureExecution(server: DatabaseServer, options: Options): Promise<Line[]> {
  const sizes = options.isQuick
    ? { conjunto: 5_000, linha: 300, tpcMs: 1_000 }
    : { conjunto: 50_000, linha: 3_000, tpcMs: 8_000 };
  const tpcUrl = await server.createDatabase();
  await fillTpcB(tpcUrl);
  const stack = await openStack(server, { queues: "razao", anbima: { failureRate: 0 } });
  try {
    const rates = { conjunto: [] as number[], linha: [] as number[], tpc: [] as number[] };
    await runEngine(stack, "conjunto", Math.min(10_000, sizes.conjunto));
    await runEngine(stack, "linha", 200);
    for (let i = 0; i < options.repeats; i++) {
      rates.conjunto.push(await runEngine(stack, "conjunto", sizes.conjunto));
      rates.linha.push(await runEngine(stack, "linha", sizes.linha));
      rates.tpc.push(await runTpcB(tpcUrl, sizes.tpcMs));
    }
    return linesOf(sizes, rates);
  } finally {
    await stack.close();
    await server.dropDatabase(tpcUrl);
  }
}

/** @returns operations per second */
async function runEngine(stack: Stack, engine: Engine, count: number): Promise<number> {
  const code = `${engine.toUpperCase()}${++runs}`;
  const fundId = (await createFunds(stack.ctx, [code], engine)).get(code) as string;
  await untilIdle(stack, fundId);
  const uploadId = newId();
  const rows = [...readyOperations({ code, fundId, uploadId, count })];
  await stack.ctx.transaction((tx) => tx.copy("operation", columns, rows));
  const startedAt = performance.now();
  await stack.ctx.transaction((tx) => enqueue(tx, executeOperationsJob, [{ fundId }]));
  await untilIdle(stack, fundId);
  const seconds = (performance.now() - startedAt) / 1_000;
  const { executed } = await proveBooks(stack, uploadId);
  if (executed !== count) throw new Error(`só ${executed} de ${count} operações executadas`);
  return count / seconds;
}
let runs = 0;

async function untilIdle({ runtime }: Stack, fundId: string): Promise<void> {
  const deadline = Date.now() + limitMs;
  for (;;) {
    const { rows } = await runtime.pool.query(
      "select 1 from job where fund_id = $1 and state in ('waiting', 'claimed') limit 1",
      [fundId],
    );
    if (rows.length === 0) return;
    if (Date.now() > deadline) throw new Error("a execução não terminou");
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
}

const columns = [
  "id",
  "fund_id",
  "external_id",
  "upload_id",
  "upload_ordinal",
  "row_no",
  "side",
  "asset_ref",
  "asset_code",
  "asset_class",
  "quantity",
  "rate",
  "operation_on",
  "content_hash",
  "wait_reason",
  "quote_id",
  "unit_price",
  "created_by",
] as const;

/** The operations of a generated file as acceptance and pricing leave them. */
function* readyOperations(input: {
  code: string;
  fundId: string;
  uploadId: string;
  count: number;
}): Iterable<CopyRow> {
  const { code, fundId, uploadId, count } = input;
  const lines = generateOperations({
    count,
    seed: 1,
    fundCodes: [code],
    days: businessDays(3, 0),
    assets: universe,
  });
  const [quoteId, createdBy] = [newId(), newId()];
  let rowNo = 0;
  for (const line of lines) {
    const [externalId, , side, asset, quantity, rate, day, price] = line.split(";") as string[];
    if (rowNo++ === 0) continue;
    yield [
      newId(),
      fundId,
      externalId,
      uploadId,
      1,
      rowNo - 1,
      side === "V" ? "SELL" : "BUY",
      asset,
      asset,
      "fidc",
      plain(quantity),
      plain(rate),
      isoDay(day),
      `\\x${"00".repeat(32)}`,
      "READY",
      quoteId,
      plain(price),
      createdBy,
    ];
  }
}

function plain(decimal: string | undefined): string {
  return (decimal ?? "").replace(",", ".");
}

function isoDay(brazilian: string | undefined): string {
  return (brazilian ?? "").split("/").reverse().join("-");
}

function linesOf(sizes: Record<Engine, number>, rates: Record<Engine | "tpc", number[]>): Line[] {
  const [sets, rows, tpc] = [median(rates.conjunto), median(rates.linha), median(rates.tpc)];
  const all = (values: readonly number[]) => values.map(number).join("; ");
  return [
    fact({
      work: `execução sozinha, conjunto, ${number(sizes.conjunto)} operações de um fundo, um worker`,
      measured: `${number(sets)} operações/s`,
      note: `Mediana de ${all(rates.conjunto)}: livro, estados e eventos de auditoria.`,
      values: { value: sets },
    }),
    fact({
      work: `execução sozinha, linha, ${number(sizes.linha)} operações`,
      measured: `${number(rows)} operações/s`,
      note: `Mediana de ${all(rates.linha)}.`,
      values: { value: rows },
    }),
    fact({
      work: "TPC-B (escala 10, um cliente, preparado), mesmo servidor",
      measured: `${number(tpc)} transações/s`,
      note: `Mediana de ${all(rates.tpc)}: os cinco comandos do pgbench, enviados pelo mesmo driver.`,
      values: { value: tpc },
    }),
    atLeast({ work: "execução: conjunto contra linha", value: sets / rows, limit: 25, unit: " ×" }),
    atLeast({ work: "execução: conjunto contra TPC-B", value: sets / tpc, limit: 8, unit: " ×" }),
  ];
}
