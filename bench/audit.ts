import pg from "pg";
import { countEvents, getIntegrity, listEvents, listFields, readDensity } from "#server/domain/audit/queries";
import type { EventFilter } from "#server/domain/audit/schemas";
import { openPool } from "#server/infra/database";
import { roleUrl } from "#server/infra/env";
import type { Ctx } from "#server/kernel/context";
import type { DatabaseServer } from "./database-server";
import { type GeneratedEvents, generateEvents } from "./generate-events";
import type { Options } from "./options";
import { atMost, fact, type Line, number } from "./report";
import { personCtx, quantile, slowest, type Timed, time } from "./timing";

/**
 * Every filter of the audit log on a million events, as a person's request asks: on the web's role, with
 * row-level security on, by one who sees every fund, by one who sees three, and by one who sees the
 * smallest, in which nothing has happened for half a year.
 */
export async function measureAudit(server: DatabaseServer, options: Options): Promise<Line[]> {
  const count = options.isQuick ? 20_000 : 1_000_000;
  const ownerUrl = await server.createDatabase();
  const admin = new pg.Client({ connectionString: ownerUrl });
  await admin.connect();
  const startedAt = performance.now();
  const made = await generateEvents(admin, count);
  const generated = (performance.now() - startedAt) / 1000;
  await admin.end();
  const pool = openPool(roleUrl(ownerUrl, "lastro_web"), { max: 2, applicationName: "lastro-bench" });
  try {
    const lines: Line[] = [];
    for (const [who, funds] of [
      ["vê todos os fundos", "all"],
      ["vê 3 de 20 fundos", made.fundIds.slice(2, 5)],
      ["vê só o menor, parado há meses", made.fundIds.slice(-1)],
    ] as const)
      lines.push(...(await measurePerson(personCtx(pool, "auditor", funds), who, made, count)));
    return [
      fact({
        work: `${number(count)} eventos de auditoria`,
        measured: `${number(generated)} s`,
        note: `Gerados e selados em ${number(generated)} s: um ano, 20 fundos de tamanhos muito diferentes, 60 pessoas, nove em dez execuções.`,
      }),
      ...lines,
    ];
  } finally {
    await pool.end();
    await server.dropDatabase(ownerUrl);
  }
}

async function measurePerson(ctx: Ctx, who: string, made: GeneratedEvents, count: number): Promise<Line[]> {
  const pages: Timed[] = [];
  const counts: Timed[] = [];
  const densities: Timed[] = [];
  for (const [name, filter] of Object.entries(filtersOf(made))) {
    pages.push(...(await timePages(ctx, name, filter)));
    counts.push(...(await time(ctx, name, (tx) => countEvents(tx, filter))));
    densities.push(...(await time(ctx, name, (tx) => readDensity(tx, filter))));
  }
  counts.push(...(await time(ctx, "campos que há", listFields)));
  counts.push(...(await time(ctx, "selo", getIntegrity)));
  const size = `${number(count)} eventos, quem ${who}`;
  return [
    atMost({
      work: `auditoria, ${size}: filtro e página seguinte, p95`,
      value: quantile(pages, 0.95),
      limit: 300,
      unit: " ms",
      note: `${pages.length} respostas, mediana ${number(quantile(pages, 0.5))} ms; as mais lentas: ${slowest(pages)}.`,
    }),
    atMost({
      work: `auditoria, ${size}: contagem até 10 mil, campos e selo, p95`,
      value: quantile(counts, 0.95),
      limit: 300,
      unit: " ms",
      note: `${counts.length} respostas, mediana ${number(quantile(counts, 0.5))} ms; as mais lentas: ${slowest(counts)}.`,
    }),
    atMost({
      work: `auditoria, ${size}: eventos no tempo, p95`,
      value: quantile(densities, 0.95),
      limit: 300,
      unit: " ms",
      note: `${densities.length} respostas, mediana ${number(quantile(densities, 0.5))} ms; as mais lentas: ${slowest(densities)}.`,
    }),
  ];
}

function filtersOf(made: GeneratedEvents): Record<string, EventFilter> {
  const [person] = made.people;
  const [big, small] = [made.codes[0]!, made.codes.at(-1)!];
  return {
    "sem filtro": {},
    "uma pessoa": { actorId: person },
    "o que pessoas fizeram": { actorKind: "user" },
    "o que trabalhos fizeram": { actorKind: "job" },
    "a linha de comando": { actorId: "cli" },
    execuções: { actions: ["operation.execute"] },
    estornos: { actions: ["operation.reverse"] },
    "ação rara": { actions: ["audit.export"] },
    "ação que não houve": { actions: ["user.disable"] },
    "três ações": { actions: ["operation.reverse", "user.update", "flag.update"] },
    "sobre pessoas": { subjectType: "user" },
    "sobre a trilha": { subjectType: "audit_log" },
    "uma operação": { subjectId: made.operationId },
    "um pedido": { requestId: made.request },
    "fundo grande": { fundCodes: [big] },
    "fundo pequeno": { fundCodes: [small] },
    "três fundos": { fundCodes: made.codes.slice(2, 5) },
    "fundo grande, ação rara": { fundCodes: [big], actions: ["flag.update"] },
    "fundo pequeno, execuções": { fundCodes: [small], actions: ["operation.execute"] },
    "últimos 7 dias": made.newest,
    "um mês antigo": made.oldMonth,
    "um dia antigo, estornos": { from: made.oldDay, to: made.oldDay, actions: ["operation.reverse"] },
    "um mês antigo, uma pessoa": { ...made.oldMonth, actorId: person },
    "um mês antigo, fundo grande": { ...made.oldMonth, fundCodes: [big] },
    "motivo comum": { reason: "anbima" },
    "motivo raro": { reason: "comitê" },
    "motivo que não há": { reason: "xyzzy" },
    "um motivo só, num fundo": { reason: "nota 1234", fundCodes: [big] },
    "campo comum": { field: "state" },
    "campo raro": { field: "seesAllFunds" },
    "campo que não há": { field: "xyzzy" },
    "campo raro, fundo pequeno": { field: "value", fundCodes: [small] },
    "pessoa, campo e período": { actorId: person, field: "state", ...made.oldMonth },
  };
}

async function timePages(ctx: Ctx, name: string, filter: EventFilter): Promise<Timed[]> {
  const first = await time(ctx, name, (tx) => listEvents(tx, filter));
  const { nextCursor } = await ctx.transaction((tx) => listEvents(tx, { ...filter, limit: 500 }));
  if (!nextCursor) return first;
  const next = await time(ctx, `${name}, 11ª página`, (tx) =>
    listEvents(tx, { ...filter, cursor: nextCursor }),
  );
  return [...first, ...next];
}
