import pg from "pg";
import {
  countFacet,
  countOperations,
  listOperations,
  sumOperations,
} from "#server/domain/operations/queries";
import type { OperationFilter, OperationOrder } from "#server/domain/operations/schemas";
import { openPool } from "#server/infra/database";
import { roleUrl } from "#server/infra/env";
import type { Ctx } from "#server/kernel/context";
import type { DatabaseServer } from "./database-server";
import { type GeneratedList, generateList } from "./generate-list";
import type { Options } from "./options";
import { atMost, fact, type Line, number } from "./report";
import { personCtx, quantile, slowest, type Timed, time } from "./timing";

/**
 * Every filter and order of the list of operations on a million of them, as a person's request asks:
 * on the web's role, with row-level security on, by one who sees every fund and by one who sees three.
 */
export async function measureLists(server: DatabaseServer, options: Options): Promise<Line[]> {
  const count = options.isQuick ? 20_000 : 1_000_000;
  const ownerUrl = await server.createDatabase();
  const admin = new pg.Client({ connectionString: ownerUrl });
  await admin.connect();
  const startedAt = performance.now();
  const made = await generateList(admin, count);
  const generated = (performance.now() - startedAt) / 1000;
  await admin.end();
  const pool = openPool(roleUrl(ownerUrl, "lastro_web"), { max: 2, applicationName: "lastro-bench" });
  try {
    const lines: Line[] = [];
    for (const [who, funds] of [
      ["vê todos os fundos", "all"],
      ["vê 3 de 20 fundos", made.fundIds.slice(2, 5)],
    ] as const) {
      const ctx = personCtx(pool, "gestor", funds);
      lines.push(...(await measurePerson(ctx, who, made, count)));
    }
    const note = `Geradas em ${number(generated)} s: ${made.fundIds.length} fundos de tamanhos muito diferentes, ${made.days} dias, um só arquivo.`;
    return [
      fact({ work: `${number(count)} operações para as listas`, measured: `${number(generated)} s`, note }),
      ...lines,
    ];
  } finally {
    await pool.end();
    await server.dropDatabase(ownerUrl);
  }
}

async function measurePerson(ctx: Ctx, who: string, made: GeneratedList, count: number): Promise<Line[]> {
  const pages: Timed[] = [];
  const sums: Timed[] = [];
  for (const [name, filter] of Object.entries(filtersOf(made))) {
    for (const order of orders) {
      const label = `${name}, por ${order.by} ${order.direction}`;
      pages.push(...(await timePages(ctx, label, filter, order)));
    }
    sums.push(...(await time(ctx, `soma: ${name}`, (tx) => sumOperations(tx, filter))));
    sums.push(...(await time(ctx, `faceta: ${name}`, (tx) => countFacet(tx, { ...filter, by: "standing" }))));
    sums.push(...(await time(ctx, `contagem: ${name}`, (tx) => countOperations(tx, filter))));
  }
  const size = `${number(count)} operações, quem ${who}`;
  return [
    atMost({
      work: `lista de ${size}: filtro, ordem e página seguinte, p95`,
      value: quantile(pages, 0.95),
      limit: 150,
      unit: " ms",
      note: `${pages.length} respostas, mediana ${number(quantile(pages, 0.5))} ms; as mais lentas: ${slowest(pages)}.`,
    }),
    atMost({
      work: `contagem e soma exatas do filtro, ${size}, a mais lenta`,
      value: quantile(sums, 1),
      limit: 1_000,
      unit: " ms",
      note: `${sums.length} respostas, mediana ${number(quantile(sums, 0.5))} ms; as mais lentas: ${slowest(sums)}.`,
    }),
  ];
}

const orders: OperationOrder[] = [
  { by: "day", direction: "desc" },
  { by: "day", direction: "asc" },
  { by: "total", direction: "desc" },
  { by: "total", direction: "asc" },
];

function filtersOf(made: GeneratedList): Record<string, OperationFilter> {
  return {
    "sem filtro": {},
    executadas: { standings: ["EXECUTED"] },
    "em revisão ou sem caixa": { standings: ["IN_REVIEW", "INSUFFICIENT_CASH"] },
    pendentes: { standings: ["PENDING"] },
    estornadas: { standings: ["REVERSED"] },
    "um fundo grande": { fundCode: made.codes[2] },
    "um fundo pequeno": { fundCode: made.codes[4] },
    "um dia": { from: made.oneDay, to: made.oneDay },
    "vendas de um mês": { side: "SELL", from: made.monthFrom, to: made.oneDay },
    "total acima de R$ 1 mi": { minCents: "100000000" },
    "total entre R$ 10 mil e R$ 20 mil, compras": { minCents: "1000000", maxCents: "2000000", side: "BUY" },
    "um ativo": { asset: "DEB007" },
    "um ativo que não há": { asset: "NADA99" },
    "início do id": { text: "OP-0000" },
    "id que não há": { text: "ZZZ" },
    "um arquivo": { uploadId: made.uploadId },
    "uma classe, executadas": { assetClasses: ["debentures"], standings: ["EXECUTED"] },
  };
}

async function timePages(
  ctx: Ctx,
  name: string,
  filter: OperationFilter,
  order: OperationOrder,
): Promise<Timed[]> {
  const first = await time(ctx, name, (tx) => listOperations(tx, { ...filter, order, limit: 100 }));
  let cursor = (await ctx.transaction((tx) => listOperations(tx, { ...filter, order, limit: 500 })))
    .nextCursor;
  if (!cursor) return first;
  const next = await time(ctx, `${name}, 6ª página`, (tx) =>
    listOperations(tx, { ...filter, order, limit: 100, cursor }),
  );
  cursor = null;
  return [...first, ...next];
}
