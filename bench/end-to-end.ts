import path from "node:path";
import { defaultKinds } from "#server/sandbox/anbima/switches";
import { createFunds, createPerson, type Engine, proveBooks } from "./books";
import type { DatabaseServer } from "./database-server";
import type { Options } from "./options";
import { atLeast, atMost, fact, type Line, median, number } from "./report";
import { businessDays, sendByVerbs, type Timing, timeFile, writeFile } from "./send-file";
import { openStack, type Stack } from "./stack";

const latencyMs = 50;
const failureRate = 0.3;
/** Failures of the long run: what the sandbox fails with by itself, 429 among it, and calls that hang. */
const withHangs = [...defaultKinds, "hang"] as const;
const rowFloor = 300;
const limitMs = 600_000;

/**
 * A file of operations on one hot fund, from the first byte sent until each is final or in front of a
 * person, while ANBIMA fails 30 % of its calls. Every run has days of its own, so that all its lists are
 * asked for anew; a warm-up comes first, as in a worker that has been up for a while.
 */
export async function measureEndToEnd(server: DatabaseServer, options: Options): Promise<Line[]> {
  const count = options.isQuick ? 2_000 : 10_000;
  const stack = await openStack(server, { anbima: { latencyMs, failureRate } });
  try {
    const run = await createRunner(stack, count);
    await run("conjunto", 3);
    await run("linha", 1, Math.min(count, 300));
    const sets: Timing[] = [];
    const rows: Timing[] = [];
    for (let i = 0; i < options.repeats; i++) {
      sets.push(await run("conjunto", 3));
      rows.push(await run("linha", 3));
    }
    await stack.setAnbima({ kinds: [...withHangs] });
    const long: Timing[] = [];
    for (let i = 0; i < options.repeats; i++) long.push(await run("conjunto", 90));
    return linesOf(count, sets, rows, long);
  } finally {
    await stack.close();
  }
}

async function createRunner(stack: Stack, usual: number) {
  const send = sendByVerbs(stack, await createPerson(stack));
  let runs = 0;
  let back = 0;
  return async (engine: Engine, dayCount: number, count = usual): Promise<Timing> => {
    runs += 1;
    const code = `QUENTE${runs}`;
    await createFunds(stack.ctx, [code], engine);
    const days = businessDays(dayCount, back);
    // The day before the first is asked for too; the next run's days end before it.
    back += dayCount + 1;
    const file = path.join(stack.folder, `operacoes-${runs}.csv`);
    await writeFile(file, { count, seed: runs, fundCodes: [code], days });
    const timing = await timeFile(stack, send, file, limitMs);
    const { executed } = await proveBooks(stack, timing.uploadId);
    if (executed < count * 0.9) throw new Error(`só ${executed} de ${count} operações executadas`);
    return timing;
  };
}

function linesOf(count: number, sets: Timing[], rows: Timing[], long: Timing[]): Line[] {
  const seconds = (timings: readonly Timing[]) => median(timings.map((t) => t.seconds));
  const all = (timings: readonly Timing[]) => timings.map((t) => number(t.seconds)).join("; ");
  const typical = sets.find((t) => t.seconds === seconds(sets)) as Timing;
  const rowsPerSecond = count / seconds(rows);
  const goals = count === 10_000;
  const name = `${number(count)} operações, um fundo, ANBIMA falhando 30 %`;
  const steps =
    `Passos da mediana, em segundos desde o envio: recebido ${number(typical.received)}, linhas validadas ${number(typical.staged)}, ` +
    `aceitas ${number(typical.accepted)}, tudo executado ${number(typical.seconds)}.`;
  return [
    atMost({
      work: `${name}: 3 dias × 4 classes, ${latencyMs} ms por chamada`,
      value: seconds(sets),
      limit: goals ? 3 : 3 * (count / 10_000),
      unit: " s",
      note: `Mediana de ${all(sets)} s. São 12 listas pedidas mais as 4 do dia útil anterior, com que a variação é medida. ${steps}`,
    }),
    atMost({
      work: `${name}: 90 dias × 4 classes, com 429 e chamadas que não respondem`,
      value: seconds(long),
      limit: 10,
      unit: " s",
      note: `Mediana de ${all(long)} s. 364 listas; cada chamada sem resposta custa o prazo inteiro. O que limita é a CPU: ler, conferir e guardar uma lista, com a fila no PostgreSQL, leva perto de 20 ms de um worker, que é um processo só.`,
    }),
    fact({
      work: `${name}: motor linha`,
      measured: `${number(seconds(rows))} s (${number(rowsPerSecond)} operações/s)`,
      note: `Mediana de ${all(rows)} s, o mesmo arquivo em fundos com o motor linha, na mesma execução.`,
      values: { seconds: seconds(rows), operationsPerSecond: rowsPerSecond },
    }),
    atLeast({
      work: "motor linha, para que a comparação valha",
      value: rowsPerSecond,
      limit: rowFloor,
      unit: " operações/s",
      note: "Do envio ao fim; a parte execucao mede o motor sozinho. São 11 idas ao banco por operação: o que limita é a demora de cada uma nesta máquina, que a linha do TPC-B (7 idas) mostra.",
    }),
    atLeast({
      work: "conjunto contra linha, do envio ao fim",
      value: seconds(rows) / seconds(sets),
      limit: 8,
      unit: " ×",
    }),
  ];
}
