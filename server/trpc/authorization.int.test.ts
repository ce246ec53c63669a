import { randomUUID } from "node:crypto";
import { TRPCError } from "@trpc/server";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { previewReversal, requestReversal } from "#server/domain/reversals/index";
import { disableUser, requestAccess } from "#server/domain/users/index";
import type { Actor } from "#server/kernel/actor";
import { type Capability, type Role, roleCapabilities, roles } from "#server/kernel/capabilities";
import { DomainError } from "#server/kernel/errors";
import { newId } from "#server/kernel/id";
import { makeFund, makeUser, operationLine, operationsHeader, serveDebenture } from "#server/testing/books";
import { createFakePriceSource } from "#server/testing/fakes";
import { anAccess, inputsOf, type Subject } from "#server/testing/procedure-inputs";
import { openTestRuntime, type TestRuntime } from "#server/testing/runtime";
import { sendFile } from "#server/testing/send-file";
import { openTestWeb } from "#server/testing/web";
import { describeProblem } from "./errors";
import { createCallerFactory, mutation, query, router } from "./init";
import { appRouter, createCaller } from "./root";

type Procedure = { _def: { meta: { right: string } } };
const procedures = Object.entries(appRouter._def.procedures as unknown as Record<string, Procedure>);

let system: TestRuntime;
let web: ReturnType<typeof openTestWeb>;
let own: { fundId: string; code: string };
let other: { fundId: string; code: string };
let mine: Subject;
let theirs: Subject;

beforeAll(async () => {
  const priceSource = createFakePriceSource();
  serveDebenture(priceSource);
  system = await openTestRuntime({ priceSource });
  web = openTestWeb(system);
  own = await makeFund(system.ctx);
  other = await makeFund(system.ctx);
  mine = await tradeIn(own);
  theirs = await tradeIn(other);
});
afterAll(async () => {
  await web?.close();
  await system?.close();
});

async function tradeIn(fund: { fundId: string; code: string }) {
  const { userId } = await makeUser(system.ctx, "operacao", [fund.fundId]);
  const file = `${operationsHeader}\n${operationLine(`OP-${fund.code}`, fund.code)}\n${operationLine(`REV-${fund.code}`, fund.code).replace("DEBX11", "NINGUEM9")}\nruim;${fund.code};X\n`;
  const { uploadId } = await sendFile(system, { userId, funds: [fund.fundId], text: file });
  const { rows } = await system.runtime.pool.query(
    "select id from operation where upload_id = $1 and state = 'EXECUTED'",
    [uploadId],
  );
  const items = await system.runtime.pool.query("select id from review_item where fund_id = $1", [
    fund.fundId,
  ]);
  const reviewItemId = items.rows[0].id as string;
  const operationId = rows[0].id as string;
  const events = await system.runtime.pool.query("select id from audit_event where subject_id = $1 limit 1", [
    operationId,
  ]);
  const auditor = await makeUser(system.ctx, "auditor");
  const { ctx } = web.contextOf({
    kind: "user",
    id: auditor.userId,
    userId: auditor.userId,
    capabilities: roleCapabilities.auditor,
    funds: "all",
  });
  const reversalId = await ctx!.transaction(async (tx) => {
    const filter = { subjectId: operationId };
    const reversal = await previewReversal(tx, { filter, inWords: "", reason: "um motivo comprido" });
    await requestReversal(tx, reversal);
    return reversal.reversalId;
  });
  const eventId = events.rows[0].id as string;
  return { uploadId, operationId, reviewItemId, eventId, reversalId, ...(await askFor(userId)) };
}

/** A request about a person, asked for by an administrator who sees everything. */
async function askFor(userId: string) {
  const admin = await makeUser(system.ctx, "admin");
  const { ctx } = web.contextOf({
    kind: "user",
    id: admin.userId,
    userId: admin.userId,
    capabilities: roleCapabilities.admin,
    funds: "all",
  });
  const { requestId } = await ctx!.transaction((tx) =>
    requestAccess(tx, { userId, ...anAccess, seesAllFunds: true, fundIds: [] }),
  );
  return { userId, requestId };
}
/** A person of a role who sees `own` alone. */
async function personOf(role: Role): Promise<Actor> {
  const { userId } = await makeUser(system.ctx, role, [own.fundId]);
  return { kind: "user", id: userId, userId, capabilities: roleCapabilities[role], funds: [own.fundId] };
}

async function ask(
  context: Parameters<typeof createCaller>[0],
  path: string,
  input: unknown,
): Promise<unknown> {
  const [area, name] = path.split(".") as [string, string];
  const caller = createCaller(context) as unknown as Record<
    string,
    Record<string, (input: unknown) => Promise<unknown>>
  >;
  try {
    return { value: await caller[area]![name]!(input) };
  } catch (error) {
    const problem = describeProblem(error as TRPCError, "");
    return { code: (error as TRPCError).code, problem: { ...problem, details: {} } };
  }
}

/** Without the moment of asking and what it made, which no two questions share. */
function timeless(answer: unknown): unknown {
  return JSON.parse(
    JSON.stringify(answer, (key, value) => {
      if (key === "readAt" || key === "oldestDueS" || key === "bulkId") return undefined;
      return typeof value === "bigint" ? value.toString() : value;
    }),
  );
}

describe("rights", () => {
  test("the table of inputs covers every procedure", () => {
    expect(Object.keys(inputsOf({ ...mine, ...own })).sort()).toEqual(
      procedures.map(([path]) => path).sort(),
    );
  });

  test("nobody who is not signed in is answered", async () => {
    for (const [path] of procedures) {
      const answer = await ask({ ctx: null, requestId: "r" }, path, inputsOf({ ...mine, ...own })[path]);
      expect(answer, path).toMatchObject({ code: "UNAUTHORIZED" });
    }
  });

  test.each(roles)(
    "%s is refused everything that the role has no right to, and nothing else",
    async (role) => {
      const person = await personOf(role);
      for (const [path, procedure] of procedures) {
        const { right } = procedure._def.meta;
        const answer = await ask(web.contextOf(person), path, inputsOf({ ...mine, ...own })[path]);
        const mayAsk = right === "signed-in" || person.capabilities.has(right as Capability);
        const isDenied = (answer as { problem?: { code: string } }).problem?.code === "auth.denied";
        expect(isDenied, `${role} ${path}`).toBe(!mayAsk);
        expect((answer as { code?: string }).code, `${role} ${path}`).not.toBe("INTERNAL_SERVER_ERROR");
      }
    },
  );
});

describe("funds", () => {
  test.each(roles)(
    "%s gets the same answer for another's fund as for one that does not exist",
    async (role) => {
      const person = await personOf(role);
      const absent = {
        uploadId: newId(),
        operationId: newId(),
        reviewItemId: newId(),
        eventId: newId(),
        reversalId: newId(),
        userId: newId(),
        requestId: newId(),
        code: "NAO-EXISTE",
      };
      // What is the person's own names no subject; lists hold only what is in scope.
      const perSubject = procedures.filter(
        ([path]) =>
          inputsOf(absent)[path] !== undefined &&
          !path.startsWith("profile.") &&
          !["imports.list", "users.list"].includes(path),
      );
      for (const [path] of perSubject) {
        const foreign = await ask(
          web.contextOf(person),
          path,
          inputsOf({ ...theirs, code: other.code })[path],
        );
        const missing = await ask(web.contextOf(person), path, inputsOf(absent)[path]);
        expect(timeless(foreign), `${role} ${path}`).toEqual(timeless(missing));
      }
    },
  );

  test("lists hold only what is in scope", async () => {
    const caller = createCaller(web.contextOf(await personOf("gestor")));
    expect((await caller.funds.list()).map((fund) => fund.code)).toEqual([own.code]);
    const { items } = await caller.operations.list({});
    expect(items.map((row) => row.operationId)).toContain(mine.operationId);
    expect(new Set(items.map((row) => row.fundCode))).toEqual(new Set([own.code]));
    expect((await caller.imports.list({})).items.map((row) => row.uploadId)).toEqual([mine.uploadId]);
  });

  test("row-level security is a second wall: without any filter another fund's rows are not there", async () => {
    const { ctx } = web.contextOf(await personOf("gestor"));
    const tables = [
      "fund",
      "operation",
      "upload",
      "upload_row",
      "account",
      "posting",
      "ledger_entry",
      "position",
      "audit_event",
      "review_item",
      "reversal_item",
    ];
    for (const table of tables) {
      const column = table === "fund" ? "id" : table === "upload" ? "id" : "fund_id";
      const rows = await ctx!.transaction((tx) => tx.sql(`select ${column}::text as key from ${table}`));
      expect(rows.length, table).toBeGreaterThan(0);
      const keys = new Set(rows.map((row) => row.key));
      expect(keys.has(other.fundId) || keys.has(theirs.uploadId), table).toBe(false);
    }
  });
});

test("an outsider is handed nobody's name nor address, whatever they ask", async () => {
  await system.runtime.pool.query(
    "update app_user set name = 'Zulmira Segredo', email = id || '@segredo.example'",
  );
  const context = web.contextOf(await personOf("auditor_externo"));
  const telling: string[] = [];
  for (const [path, { _def }] of procedures) {
    if (!_def.meta.right.endsWith(":read") && _def.meta.right !== "signed-in") continue;
    const answer = await ask(context, path, inputsOf({ ...mine, ...own })[path]);
    if (/Zulmira|@segredo/.test(JSON.stringify(timeless(answer)))) telling.push(path);
  }
  expect(telling).toEqual([]);
});

describe("doors", () => {
  const changing = createCallerFactory(
    router({
      silent: mutation("user:update").mutation(({ ctx: { tx } }) =>
        tx.sql("insert into feature_flag (name, fund_id, value) values ('porta', $1, 'x')", [own.fundId]),
      ),
      recorded: mutation("user:update").mutation(({ ctx: { tx } }) =>
        tx.transaction((inner) => disableUser(inner, { userId: tx.actor.id, reason: "porta" })),
      ),
      read: query("user:read").query(() => {
        throw new DomainError("fund.not_found", { fundId: "1" });
      }),
    }),
  );

  test("a mutation that recorded no audit event is rolled back", async () => {
    const context = web.contextOf(await personOf("admin"));
    await expect(changing(context).silent()).rejects.toMatchObject({ code: "INTERNAL_SERVER_ERROR" });
    const { rows } = await system.runtime.pool.query("select 1 from feature_flag where name = 'porta'");
    expect(rows).toEqual([]);
    await expect(changing(context).recorded()).resolves.toBeUndefined();
  });

  test("a domain error keeps its kind and gets its Portuguese; an unknown one tells nothing", async () => {
    const context = web.contextOf(await personOf("admin"));
    const error = await changing(context)
      .read()
      .catch((e: TRPCError) => e);
    expect(error).toMatchObject({ code: "NOT_FOUND" });
    expect(describeProblem(error as TRPCError, "r1")).toMatchObject({
      code: "fund.not_found",
      message: "Fundo não encontrado.",
      requestId: "r1",
    });
    const secret = new TRPCError({
      code: "INTERNAL_SERVER_ERROR",
      cause: new Error(`select * from ${randomUUID()}`),
    });
    expect(JSON.stringify(describeProblem(secret, "r2"))).not.toContain("select");
  });

  test("an object where a text is expected is refused before any statement", async () => {
    const person = await personOf("gestor");
    for (const evil of [{ not: "" }, ["x"], null, 1]) {
      expect(await ask(web.contextOf(person), "funds.get", { code: evil })).toMatchObject({
        code: "BAD_REQUEST",
      });
      expect(await ask(web.contextOf(person), "operations.get", { operationId: evil })).toMatchObject({
        code: "BAD_REQUEST",
      });
    }
    const extra = await ask(web.contextOf(person), "funds.get", { code: own.code, fundId: other.fundId });
    expect(extra).toMatchObject({ code: "BAD_REQUEST" });
  });
});
