import path from "node:path";
import { createToken } from "#server/domain/tokens/index";
import { createFunds, createPerson, proveBooks } from "./books";
import { timeCopies } from "./copy-floor";
import type { DatabaseServer } from "./database-server";
import type { Options } from "./options";
import { atMost, fact, type Line, number } from "./report";
import {
  businessDays,
  type Sender,
  sendByRest,
  sendByVerbs,
  type Timing,
  timeFile,
  writeFile,
} from "./send-file";
import { openStack, type Stack } from "./stack";

const fundCodes = ["ALFA", "BETA", "GAMA", "DELTA", "OMEGA"];
const dayCount = 20;
const limitMs = 1_800_000;

type Run = Timing & { count: number; workerMiB: number | null; webMiB: number | null; byRest: boolean };

/**
 * A large file against one of a tenth, each on a fresh database with a fresh worker and a fresh web, the
 * file sent through REST: what a row costs, and the most memory that worker and web ever held.
 */
export async function measureVolume(server: DatabaseServer, options: Options): Promise<Line[]> {
  const counts = options.isQuick ? [3_000, 30_000] : [100_000, 1_000_000];
  const [small, large] = counts as [number, number];
  const few = await runFile(server, small);
  const many = await runFile(server, large, (stack, { uploadId }) => timeCopies(stack, uploadId));
  return [...costLines(few.run, many.run), ...memoryLines(few.run, many.run), ...(many.more ?? [])];
}

async function runFile(
  server: DatabaseServer,
  count: number,
  after?: (stack: Stack, run: Run) => Promise<Line[]>,
): Promise<{ run: Run; more?: Line[] }> {
  const stack = await openStack(server, { withWeb: true, anbima: { failureRate: 0.3, latencyMs: 50 } });
  try {
    await createFunds(stack.ctx, fundCodes, "conjunto");
    const send = await chooseSender(stack);
    const file = path.join(stack.folder, `operacoes-${count}.csv`);
    await writeFile(file, { count, seed: 1, fundCodes, days: businessDays(dayCount, 0) });
    const timing = await timeFile(stack, send, file, limitMs);
    const { executed } = await proveBooks(stack, timing.uploadId);
    if (executed < count * 0.9) throw new Error(`só ${executed} de ${count} operações executadas`);
    const [workerMiB, webMiB] = [stack.worker.peakMiB(), stack.web?.program.peakMiB() ?? null];
    const run = { ...timing, count, workerMiB, webMiB, byRest: stack.web !== null };
    return { run, more: await after?.(stack, run) };
  } finally {
    await stack.close();
  }
}

async function chooseSender(stack: Stack): Promise<Sender> {
  const userId = await createPerson(stack);
  if (!stack.web) return sendByVerbs(stack, userId);
  const wanted = {
    name: "bench",
    userId,
    capabilities: ["import:create" as const],
    funds: "all" as const,
    days: 1,
  };
  const { token } = await createToken(stack.ctx, wanted);
  return sendByRest(stack.web.url, token);
}

function costLines(few: Run, many: Run): Line[] {
  const perRow = (run: Run) => (run.seconds / run.count) * 1e6;
  const shape = `${fundCodes.length} fundos, ${dayCount} dias, ANBIMA falhando 30 %`;
  const factOf = (run: Run) =>
    fact({
      work: `${number(run.count)} operações, ${shape}, ${run.byRest ? "enviadas por REST" : "sem as telas (não compiladas)"}`,
      measured: `${number(run.seconds)} s (${number(run.count / run.seconds)} linhas/s)`,
      note:
        `Em segundos desde o envio: recebido ${number(run.received)}, linhas validadas ${number(run.staged)}, ` +
        `aceitas ${number(run.accepted)}, tudo executado ${number(run.seconds)}.`,
      values: { ...numbersOf(run) },
    });
  return [
    factOf(few),
    factOf(many),
    atMost({
      work: `custo por linha, ${number(many.count)} contra ${number(few.count)}`,
      value: perRow(many) / perRow(few),
      limit: 1.15,
      unit: " ×",
      note: `${number(perRow(many))} contra ${number(perRow(few))} microssegundos por linha.`,
    }),
  ];
}

function numbersOf({ seconds, received, staged, accepted }: Run): Record<string, number> {
  return { seconds, received, staged, accepted };
}

function memoryLines(few: Run, many: Run): Line[] {
  const peaks = [
    { name: "worker", few: few.workerMiB, many: many.workerMiB },
    { name: "web", few: few.webMiB, many: many.webMiB },
  ];
  return peaks.flatMap((peak) => {
    if (peak.few === null || peak.many === null)
      return [fact({ work: `memória: ${peak.name}`, measured: "não medida" })];
    return [
      atMost({
        work: `memória: pico do ${peak.name} com ${number(many.count)} linhas`,
        value: peak.many,
        limit: 300,
        unit: " MB",
        note: `VmHWM do processo em MiB, desde que iniciou; com ${number(few.count)} linhas foram ${number(peak.few)}.`,
      }),
      atMost({
        work: `memória: ${peak.name}, ${number(many.count)} contra ${number(few.count)}`,
        value: peak.many / peak.few,
        limit: 1.1,
        unit: " ×",
      }),
    ];
  });
}
