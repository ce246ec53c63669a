import { writeFile } from "node:fs/promises";
import path from "node:path";
import { getBulk, previewBulk, startBulk } from "#server/domain/review/index";
import { reviewSubjects } from "#server/domain/review-subjects/index";
import { createCtx } from "#server/infra/context";
import { roleCapabilities } from "#server/kernel/capabilities";
import type { Ctx } from "#server/kernel/context";
import { newId } from "#server/kernel/id";
import { codeOf, quoteOf, universe } from "#server/sandbox/anbima/universe";
import { createFunds, createPerson } from "./books";
import type { DatabaseServer } from "./database-server";
import { operationHeader } from "./generate/bad-rows";
import type { Options } from "./options";
import { atMost, fact, type Line, median, number } from "./report";
import { businessDays, sendByVerbs, timeFile } from "./send-file";
import { openStack, type Stack } from "./stack";

const limitMs = 300_000;
type Times = { preview: number; decided: number; executed: number };

/**
 * One decision about many items: previewed, decided item by item by the worker, and, the ten seconds of
 * undo over, executed.
 */
export async function measureDecisions(server: DatabaseServer, options: Options): Promise<Line[]> {
  const count = options.isQuick ? 500 : 5_000;
  const stack = await openStack(server, { anbima: { failureRate: 0 } });
  try {
    const send = sendByVerbs(stack, await createPerson(stack));
    const auditor = await createAuditor(stack);
    const times: Times[] = [];
    for (let i = 0; i < options.repeats; i++) {
      const code = `REVISAO${i + 1}`;
      await createFunds(stack.ctx, [code], "conjunto");
      const file = path.join(stack.folder, `${code}.csv`);
      await writeFile(file, suspects(code, count, businessDays(1, i * 2)[0] as string));
      const { uploadId } = await timeFile(stack, send, file, limitMs);
      times.push(await decide(stack, auditor, uploadId, count));
    }
    return linesOf(count, times);
  } finally {
    await stack.close();
  }
}

async function createAuditor({ runtime }: Stack): Promise<Ctx> {
  const id = newId();
  await runtime.pool.query(
    `insert into app_user (id, email, name, password_hash, role, sees_all_funds)
     values ($1, 'auditor@lastro.localhost', 'Bench', 'x', 'auditor', true)`,
    [id],
  );
  return createCtx(runtime, {
    kind: "user",
    id,
    userId: id,
    capabilities: roleCapabilities.auditor,
    funds: "all",
  });
}

/** Purchases of one unit at half as much again as what is published: each stops for a person. */
function suspects(fundCode: string, count: number, day: string): string {
  const asset = universe[0] as (typeof universe)[number];
  const price = (Number(quoteOf(asset, day).unitPrice) * 1.5).toFixed(6).replace(".", ",");
  const [year, month, date] = day.split("-");
  const lines = Array.from(
    { length: count },
    (_, n) => `${fundCode}-${n};${fundCode};C;${codeOf(asset)};1;0,0010;${date}/${month}/${year};${price}`,
  );
  return `${operationHeader}\n${lines.join("\n")}\n`;
}

async function decide(stack: Stack, auditor: Ctx, uploadId: string, count: number): Promise<Times> {
  const decision = { verdict: "APPROVE", reasonCode: "PRECO_CONFERIDO", text: null } as const;
  const startedAt = performance.now();
  const since = () => (performance.now() - startedAt) / 1_000;
  const { bulkId, groups } = await auditor.transaction((tx) =>
    previewBulk(tx, reviewSubjects, { filter: { queue: "all", uploadId }, decision }),
  );
  const held = groups.find(({ end }) => end === "HELD")?.count;
  if (held !== count)
    throw new Error(
      `só ${held} de ${count} podem ser aprovadas: ${JSON.stringify(groups.map((g) => [g.end, g.code, g.count]))}`,
    );
  const preview = since();
  await auditor.transaction((tx) => startBulk(tx, { bulkId, isProven: true }));
  await until(async () => (await auditor.transaction((tx) => getBulk(tx, bulkId))).state === "DONE");
  const decided = since();
  await until(async () => {
    const { rows } = await stack.runtime.pool.query(
      "select 1 from operation where upload_id = $1 and state <> 'EXECUTED' limit 1",
      [uploadId],
    );
    return rows.length === 0;
  });
  return { preview, decided, executed: since() };
}

async function until(holds: () => Promise<boolean>): Promise<void> {
  const deadline = Date.now() + limitMs;
  while (!(await holds())) {
    if (Date.now() > deadline) throw new Error("a decisão não terminou");
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}

function linesOf(count: number, times: readonly Times[]): Line[] {
  const decided = median(times.map((one) => one.decided));
  return [
    atMost({
      work: `${number(count)} itens da revisão decididos de uma vez, da prévia à última decisão`,
      value: decided,
      limit: 10,
      unit: " s",
      note: `Mediana de ${times.map((one) => number(one.decided)).join("; ")} s; ${number(count / decided)} decisões/s, cada uma com o seu evento de auditoria. A prévia, item a item: ${number(median(times.map((one) => one.preview)))} s.`,
    }),
    fact({
      work: "as mesmas, até a última operação executada",
      measured: `${number(median(times.map((one) => one.executed)))} s`,
      note: "Os dez segundos em que se pode desfazer contam.",
    }),
  ];
}
