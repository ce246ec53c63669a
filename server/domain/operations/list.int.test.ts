import { createHash } from "node:crypto";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { listEventsOf } from "#server/domain/audit/queries";
import { listPostingsOf } from "#server/domain/ledger/queries";
import type { Ctx } from "#server/kernel/context";
import { serveDebenture } from "#server/testing/books";
import { openPipeline, type Pipeline } from "#server/testing/pipeline";
import { type ExportRequest, openOperationsExport } from "./export";
import { exportColumns } from "./model/export-line";
import {
  countFacet,
  getOperation,
  listOperations,
  listTimeline,
  type OperationRow,
  sumOperations,
} from "./queries";
import { reverseOperation } from "./reverse";
import type { OperationFilter, OperationOrder } from "./schemas";

let system: Pipeline;
let auditor: Ctx;
let ofAlfa: Ctx;

const orders: OperationOrder[] = [
  { by: "day", direction: "desc" },
  { by: "day", direction: "asc" },
  { by: "total", direction: "desc" },
  { by: "total", direction: "asc" },
  { by: "arrival", direction: "desc" },
];

/** Two funds; sizes, days and standings differ, one was reversed, one waits for a price, one for cash. */
beforeAll(async () => {
  system = await openPipeline();
  const alfa = await system.fund("ALFA");
  await system.fund("BETA", { openingCents: 1_000_00n });
  for (const day of ["2026-03-10", "2026-03-11"]) serveDebenture(system.prices, "100.5", day);
  const { ctx: sender } = await system.person("operacao");
  const lines = ["operacao_id;fundo;tipo;ativo;quantidade;taxa;data_operacao;classe"];
  for (let n = 1; n <= 24; n++)
    lines.push(
      `OP-${String(n).padStart(3, "0")};${n % 4 === 0 ? "BETA" : "ALFA"};C;DEBX11;${((n * 7) % 13) + 1};0,001;${n % 2 ? "10" : "11"}/03/2026;debentures`,
    );
  lines.push("=SOMA(A1);ALFA;C;NADA99;1;0;11/03/2026;debentures");
  await system.send(sender, lines.join("\n"));
  await system.drain();
  auditor = (await system.person("auditor")).ctx;
  ofAlfa = (await system.person("auditor", [alfa])).ctx;
  const [first] = await all(auditor, { text: "OP-001" }, orders[0]!);
  await reverseOperation(auditor, { operationId: first!.operationId, reason: "lançada em duplicidade" });
});
afterAll(() => system?.close());

async function all(
  ctx: Ctx,
  filter: OperationFilter,
  order: OperationOrder,
  limit = 5,
): Promise<OperationRow[]> {
  const rows: OperationRow[] = [];
  let cursor: string | null = null;
  do {
    const page = await ctx.transaction((tx) => listOperations(tx, { ...filter, order, cursor, limit }));
    rows.push(...page.items);
    cursor = page.nextCursor;
  } while (cursor);
  return rows;
}

const request = (filter: OperationFilter, format: ExportRequest["format"] = "csv"): ExportRequest => ({
  filter,
  format,
  inWords: "Situação: Executada",
  address: "/operacoes?status=executada",
  words: {
    columns: Object.fromEntries(exportColumns.map((column) => [column, column])) as never,
    word: (_, code) => code,
    context: { title: "t", filter: "f", address: "a", by: "b", at: "em", rows: "r", sum: "s", sha256: "h" },
  },
});

describe("a list", () => {
  test.each(orders)(
    "by %o goes through every match once, in that order, whatever the page",
    async (order) => {
      const whole = await all(auditor, {}, order, 200);
      expect(whole).toHaveLength(25);
      expect((await all(auditor, {}, order, 3)).map((row) => row.operationId)).toEqual(
        whole.map((row) => row.operationId),
      );
      expect(new Set(whole.map((row) => row.operationId)).size).toBe(25);
      if (order.by === "day") {
        const days = whole.map((row) => row.operationOn);
        expect(days).toEqual(
          days.toSorted((a, b) => (order.direction === "asc" ? a.localeCompare(b) : b.localeCompare(a))),
        );
      }
      if (order.by === "total") {
        const totals = whole.map((row) => row.totalCents).filter((cents) => cents !== null);
        const sorted = totals.toSorted(
          (a, b) => (order.direction === "asc" ? 1 : -1) * (a < b ? -1 : a > b ? 1 : 0),
        );
        expect(totals).toEqual(sorted);
        expect(whole.slice(totals.length).every((row) => row.totalCents === null)).toBe(true);
      }
    },
  );

  test("count and sum are those of the rows that the filter lists", async () => {
    const filters: OperationFilter[] = [
      {},
      { standings: ["EXECUTED"] },
      { standings: ["REVERSED", "IN_REVIEW"] },
      { fundCodes: ["BETA"] },
      { text: "OP-01" },
      { asset: "debx11" },
      { asset: "NADA99" },
      { from: "2026-03-11", side: "BUY" },
      { minCents: "50000", maxCents: "90000" },
      { standings: ["EXECUTED"], fundCodes: ["ALFA", "BETA"], assetClasses: ["debentures"] },
    ];
    for (const filter of filters) {
      const rows = await all(auditor, filter, orders[2]!);
      const executed = rows.filter((row) => row.state === "EXECUTED");
      expect(
        await auditor.transaction((tx) => sumOperations(tx, filter)),
        JSON.stringify(Object.keys(filter)),
      ).toEqual({
        count: rows.length,
        totalCents: executed.reduce((sum, row) => sum + (row.totalCents ?? 0n), 0n),
      });
    }
    expect(await all(auditor, { asset: "NADA99" }, orders[0]!)).toHaveLength(1);
  });

  test("a facet counts the filter as if it said nothing about that field", async () => {
    const facet = await auditor.transaction((tx) => countFacet(tx, { by: "fund", fundCodes: ["ALFA"] }));
    expect(facet.map(({ value }) => value).sort()).toEqual(["ALFA", "BETA"]);
    expect(facet.reduce((sum, { count }) => sum + count, 0)).toBe(25);
  });

  test("a cursor of another order, or none of ours, is refused", async () => {
    const page = await auditor.transaction((tx) => listOperations(tx, { order: orders[0], limit: 2 }));
    for (const cursor of [page.nextCursor, "x", Buffer.from('["9","1","2"]').toString("base64url")])
      await expect(
        auditor.transaction((tx) => listOperations(tx, { order: orders[4], cursor, limit: 2 })),
      ).rejects.toMatchObject({ code: "input.invalid" });
  });
});

describe("who sees one fund", () => {
  test("finds nothing of another by any filter, order, cursor, facet or export", async () => {
    const foreign = await all(auditor, { fundCode: "BETA" }, orders[0]!);
    expect(foreign.length).toBeGreaterThan(0);
    const filters: OperationFilter[] = [
      {},
      { fundCode: "BETA" },
      { fundCodes: ["BETA", "ALFA"] },
      { text: foreign[0]!.externalId },
      { only: foreign.map((row) => row.operationId) },
      { standings: ["EXECUTED", "PENDING"] },
      { except: [foreign[0]!.operationId] },
    ];
    for (const filter of filters)
      for (const order of orders)
        expect(
          (await all(ofAlfa, filter, order)).filter((row) => row.fundCode !== "ALFA"),
          order.by,
        ).toEqual([]);
    const { nextCursor } = await auditor.transaction((tx) =>
      listOperations(tx, { order: orders[0], limit: 1 }),
    );
    const after = await ofAlfa.transaction((tx) =>
      listOperations(tx, { order: orders[0], cursor: nextCursor }),
    );
    expect(after.items.every((row) => row.fundCode === "ALFA")).toBe(true);
    expect(
      (await ofAlfa.transaction((tx) => countFacet(tx, { by: "fund" }))).map(({ value }) => value),
    ).toEqual(["ALFA"]);
    expect(await ofAlfa.transaction((tx) => sumOperations(tx, { fundCode: "BETA" }))).toEqual({
      count: 0,
      totalCents: 0n,
    });
    const { stream } = await openOperationsExport(ofAlfa, request({}));
    expect(await new Response(stream).text()).not.toContain("BETA");
  });
});

describe("an export", () => {
  test("holds exactly what the filter lists, its sums and the hash of its lines, and is in the trail", async () => {
    const filter: OperationFilter = { standings: ["EXECUTED"] };
    const { stream, exportId } = await openOperationsExport(auditor, request(filter));
    const text = Buffer.from(await new Response(stream).arrayBuffer()).toString("utf8");
    const [body = "", foot = ""] = text.split("\r\n\r\n");
    const lines = `${body}\r\n`;
    const rows = await all(auditor, filter, orders[0]!);
    expect(
      lines
        .trim()
        .split("\r\n")
        .slice(1)
        .map((line) => line.split(";")[1]),
    ).toEqual(rows.map((row) => row.externalId));
    const { totalCents } = await auditor.transaction((tx) => sumOperations(tx, filter));
    expect(foot).toContain(`r;${rows.length}\r\n`);
    expect(foot).toContain(`s;${totalCents / 100n},${String(totalCents % 100n).padStart(2, "0")}\r\n`);
    expect(foot).toContain(`h;${createHash("sha256").update(lines, "utf8").digest("hex")}`);
    const events = await auditor.transaction((tx) => listEventsOf(tx, exportId));
    expect(events.map((event) => event.action)).toEqual(["export.begin", "export.finish"]);
    expect(events[1]?.after).toMatchObject({ rows: rows.length });
  });

  test("turns what a spreadsheet would run into text, in every form that one opens", async () => {
    for (const format of ["csv", "tecnico"] as const) {
      const { stream } = await openOperationsExport(auditor, request({ asset: "NADA99" }, format));
      const text = await new Response(stream).text();
      expect(text).toContain("'=SOMA(A1)");
      expect(text).not.toMatch(/(^|[;,])=SOMA/m);
    }
  });

  test("of a selection has the picked ones, or all but the dropped ones", async () => {
    const rows = await all(auditor, {}, orders[0]!);
    const ids = rows.slice(0, 3).map((row) => row.operationId);
    const read = async (filter: OperationFilter) => {
      const { stream } = await openOperationsExport(auditor, request(filter, "jsonl"));
      const lines = (await new Response(stream).text())
        .trim()
        .split("\n")
        .map((line) => JSON.parse(line));
      return { ids: lines.slice(0, -1).map((line) => line.operationId), context: lines.at(-1)._contexto };
    };
    expect((await read({ only: ids })).ids).toEqual(ids);
    const rest = await read({ except: ids });
    expect(rest.ids).toEqual(rows.slice(3).map((row) => row.operationId));
    expect(rest.context.rows).toBe(rows.length - 3);
  });

  test("that nobody waits for ends, and the trail says so", async () => {
    const { stream, exportId } = await openOperationsExport(auditor, request({}));
    const reader = stream.getReader();
    await reader.read();
    await reader.cancel();
    const events = await auditor.transaction((tx) => listEventsOf(tx, exportId));
    expect(events.map((event) => event.action)).toEqual(["export.begin", "export.abandon"]);
  });
});

test("the timeline has every audit event of the operation, from the file's line to the reversal", async () => {
  const [reversed] = await all(auditor, { standings: ["REVERSED"] }, orders[0]!);
  await auditor.transaction(async (tx) => {
    const operation = await getOperation(tx, reversed!.operationId);
    const events = await listEventsOf(tx, operation.operationId);
    const timeline = await listTimeline(tx, operation, {
      postings: await listPostingsOf(tx, operation.operationId),
      events,
    });
    const ids = timeline.events.map((event) => event.id);
    expect(events.length).toBeGreaterThan(1);
    for (const event of events) expect(ids.filter((id) => id === event.id)).toHaveLength(1);
    expect(new Set(ids).size).toBe(ids.length);
    const kinds = timeline.events.map((event) => event.kind);
    expect(kinds.slice(0, 2)).toEqual(["file.receive", "file.confirm"]);
    for (const kind of [
      "operation.accept",
      "price.read",
      "price.assign",
      "operation.execute",
      "entry.post",
      "operation.reverse",
      "entry.reverse",
    ])
      expect(kinds).toContain(kind);
    expect(timeline.events.find((event) => event.kind === "operation.reverse")?.reason).toBe(
      "lançada em duplicidade",
    );
    expect(timeline.next).toBeNull();
  });
  const [waiting] = await all(auditor, { asset: "NADA99" }, orders[0]!);
  expect(waiting?.state).toBe("PENDING");
});
