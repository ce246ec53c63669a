import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { listEventsOf } from "#server/domain/audit/queries";
import type { Ctx } from "#server/kernel/context";
import { serveDebenture } from "#server/testing/books";
import { openPipeline, type Pipeline } from "#server/testing/pipeline";
import { openOperationsExport } from "./export";
import { exportColumns } from "./model/export-line";
import {
  countArrivals,
  getNeighbours,
  getOperation,
  listOperations,
  listTimeline,
  type OperationRow,
  readArrivalMark,
  readArrivalPulse,
} from "./queries";
import type { OperationFilter, OperationOrder } from "./schemas";

let system: Pipeline;
let auditor: Ctx;
let sender: Ctx;
let ofAlfa: Ctx;

const header = "operacao_id;fundo;tipo;ativo;quantidade;taxa;data_operacao;classe";
const lines = (from: number, to: number, fund: string) =>
  Array.from(
    { length: to - from + 1 },
    (_, at) => `OP-${from + at};${fund};C;DEBX11;${1 + at};0,001;${10 + (at % 2)}/03/2026;debentures`,
  );

/** BETA has cash for few of its operations; the others of it wait for more. */
beforeAll(async () => {
  system = await openPipeline();
  const alfa = await system.fund("ALFA");
  await system.fund("BETA", { openingCents: 500_00n });
  for (const day of ["2026-03-10", "2026-03-11"]) serveDebenture(system.prices, "100.5", day);
  sender = (await system.person("operacao")).ctx;
  await system.send(sender, [header, ...lines(100, 109, "ALFA"), ...lines(200, 205, "BETA")].join("\n"));
  await system.drain();
  auditor = (await system.person("auditor")).ctx;
  ofAlfa = (await system.person("auditor", [alfa])).ctx;
});
afterAll(() => system?.close());

const list = (ctx: Ctx, filter: OperationFilter, order: OperationOrder): Promise<OperationRow[]> =>
  ctx.transaction(async (tx) => (await listOperations(tx, { ...filter, order, limit: 500 })).items);

describe("from one operation of a list to the next", () => {
  const orders: OperationOrder[] = (["day", "total", "arrival"] as const).flatMap((by) =>
    (["asc", "desc"] as const).map((direction) => ({ by, direction })),
  );

  test.each(orders)("by %o the steps are those of the list, both ways, from end to end", async (order) => {
    const filter: OperationFilter = { side: "BUY" };
    const ids = (await list(auditor, filter, order)).map((row) => row.operationId);
    expect(ids.length).toBe(16);
    for (const [place, operationId] of ids.entries()) {
      const found = await auditor.transaction((tx) => getNeighbours(tx, { operationId, filter, order }));
      expect(found.previous?.operationId, `${place}`).toBe(ids[place - 1]);
      expect(found.next?.operationId, `${place}`).toBe(ids[place + 1]);
    }
  });

  test("an operation that left the filter still has its place among the others", async () => {
    const order = orders[1]!;
    const filter: OperationFilter = { fundCodes: ["ALFA"] };
    const [outsider] = await list(auditor, { fundCodes: ["BETA"] }, order);
    const { operationId } = outsider!;
    const { previous, next } = await auditor.transaction((tx) =>
      getNeighbours(tx, { operationId, filter, order }),
    );
    const ids = (await list(auditor, filter, order)).map((row) => row.operationId);
    expect(ids.indexOf(next?.operationId ?? "")).toBe(ids.indexOf(previous?.operationId ?? "") + 1);
  });

  test("another's fund is as absent as what does not exist", async () => {
    const order = orders[0]!;
    const [foreign] = await list(auditor, { fundCodes: ["BETA"] }, order);
    const ask = (operationId: string) =>
      ofAlfa.transaction((tx) => getNeighbours(tx, { operationId, filter: {}, order }));
    await expect(ask(foreign!.operationId)).rejects.toMatchObject({ code: "operation.not_found" });
    const [own] = await list(ofAlfa, {}, order);
    const ids = (await list(ofAlfa, {}, order)).map((row) => row.operationId);
    expect((await ask(own!.operationId)).next?.operationId).toBe(ids[1]);
  });
});

describe("what arrives after a list was read", () => {
  test("is counted exactly, whatever was being taken in at that moment, and only where it matches", async () => {
    const read = () => auditor.transaction(readArrivalMark);
    const count = (since: Awaited<ReturnType<typeof read>>, filter: OperationFilter = {}, ctx = auditor) =>
      ctx.transaction((tx) => countArrivals(tx, { ...filter, since }));
    const before = await read();
    expect(await count(before)).toBe(0);
    const pulse = await auditor.transaction(readArrivalPulse);
    await system.send(sender, [header, ...lines(300, 302, "ALFA"), ...lines(400, 401, "BETA")].join("\n"));
    await system.drain();
    expect(await auditor.transaction(readArrivalPulse)).not.toEqual(pulse);
    expect(await count(before)).toBe(5);
    expect(await count(before, { fundCodes: ["BETA"] })).toBe(2);
    expect(await count(before, { text: "OP-30" })).toBe(3);
    expect(await count(before, {}, ofAlfa)).toBe(3);
    const after = await read();
    expect(await count(after)).toBe(0);
    // A file half taken in: its first page was in the list already.
    const half = { ...before, files: after.files.map((file) => ({ ...file, through: file.through - 1 })) };
    expect(await count(half)).toBe(half.files.length);
  });
});

test("the price of an operation that had to wait for cash is told, before it began to wait", async () => {
  const [waiting] = await list(
    auditor,
    { standings: ["INSUFFICIENT_CASH"] },
    { by: "day", direction: "asc" },
  );
  await auditor.transaction(async (tx) => {
    const operation = await getOperation(tx, waiting!.operationId);
    const events = await listEventsOf(tx, operation.operationId);
    const kinds = (await listTimeline(tx, operation, { postings: [], events })).events.map(
      ({ kind }) => kind,
    );
    expect(kinds).toContain("price.assign");
    expect(kinds.indexOf("price.assign")).toBeGreaterThan(kinds.indexOf("price.read"));
    expect(kinds.indexOf("wait.begin")).toBe(kinds.indexOf("price.assign") + 1);
  });
});

describe("an export", () => {
  const request = {
    filter: {},
    format: "jsonl" as const,
    inWords: "Todas",
    address: "/operacoes",
    words: {
      columns: Object.fromEntries(exportColumns.map((column) => [column, column])) as never,
      word: (_: string, code: string) => code,
      context: { title: "t", filter: "f", address: "a", by: "b", at: "em", rows: "r", sum: "s", sha256: "h" },
    },
  };

  test("is of the instant at which it began, whatever is written while it is taken", async () => {
    const count = (await list(auditor, {}, { by: "day", direction: "desc" })).length;
    const { stream, context, ended } = await openOperationsExport(auditor, request);
    expect(context.rows).toBe(count);
    await system.send(sender, [header, ...lines(500, 520, "ALFA")].join("\n"));
    await system.drain();
    expect((await list(auditor, {}, { by: "day", direction: "desc" })).length).toBe(count + 21);
    const told = (await new Response(stream).text())
      .trim()
      .split("\n")
      .map((line) => JSON.parse(line));
    await ended;
    expect(told).toHaveLength(count + 1);
    expect(told.at(-1)._contexto).toMatchObject({
      rows: count,
      executedCents: context.executedCents.toString(),
      by: context.by,
    });
    expect(told.some((line) => line.externalId === "OP-500")).toBe(false);
  });

  test("that breaks off in the middle says so in the trail and gives its connection back", async () => {
    const { stream, exportId, ended } = await openOperationsExport(auditor, request);
    await stream.cancel();
    await ended;
    const events = await auditor.transaction((tx) => listEventsOf(tx, exportId));
    expect(events.map((event) => event.action)).toEqual(["export.begin", "export.abandon"]);
  });
});
