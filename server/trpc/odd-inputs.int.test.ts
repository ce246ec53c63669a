import type { TRPCError } from "@trpc/server";
import { afterAll, beforeAll, expect, test } from "vitest";
import type { Actor } from "#server/kernel/actor";
import { capabilities } from "#server/kernel/capabilities";
import { newId } from "#server/kernel/id";
import { makeFund, makeUser, operationLine, operationsHeader, serveDebenture } from "#server/testing/books";
import { createFakePriceSource } from "#server/testing/fakes";
import { inputsOf, type Subject } from "#server/testing/procedure-inputs";
import { openTestRuntime, type TestRuntime } from "#server/testing/runtime";
import { sendFile } from "#server/testing/send-file";
import { openTestWeb } from "#server/testing/web";
import { appRouter, createCaller } from "./root";

type Json = unknown;
type Place = readonly (string | number)[];

let system: TestRuntime;
let web: ReturnType<typeof openTestWeb>;
let person: Actor;
let inputs: Record<string, Json>;

beforeAll(async () => {
  const priceSource = createFakePriceSource();
  serveDebenture(priceSource);
  system = await openTestRuntime({ priceSource });
  web = openTestWeb(system);
  const fund = await makeFund(system.ctx);
  const { userId } = await makeUser(system.ctx, "admin");
  person = { kind: "user", id: userId, userId, capabilities: new Set(capabilities), funds: "all" };
  inputs = inputsOf({ ...(await tradeIn(fund, userId)), code: fund.code });
  // Who is signed out by a question is not asked the next one.
  for (const path of ["session.end", "profile.endOtherSessions"]) delete inputs[path];
}, 60_000);
afterAll(async () => {
  await web?.close();
  await system?.close();
});

async function tradeIn(fund: { fundId: string; code: string }, userId: string): Promise<Subject> {
  const lines = [
    operationLine("BOA", fund.code),
    operationLine("REV", fund.code).replace("DEBX11", "NINGUEM9"),
  ];
  const text = `${operationsHeader}\n${lines.join("\n")}\nruim;${fund.code};X\n`;
  const { uploadId } = await sendFile(system, { userId, funds: [fund.fundId], text });
  const first = async (sql: string) => (await system.runtime.pool.query(sql)).rows[0].id as string;
  return {
    uploadId,
    operationId: await first("select id from operation where state = 'EXECUTED'"),
    reviewItemId: await first("select id from review_item"),
    eventId: await first("select id from audit_event where action = 'operation.execute'"),
    reversalId: newId(),
    userId: (await makeUser(system.ctx, "gestor", [fund.fundId])).userId,
    requestId: newId(),
  };
}

async function ask(path: string, input: Json): Promise<{ code: string; cause?: unknown }> {
  const [area, name] = path.split(".") as [string, string];
  const caller = createCaller(web.contextOf(person)) as unknown as Record<
    string,
    Record<string, (input: Json) => Promise<Json>>
  >;
  try {
    await caller[area]![name]!(input);
    return { code: "OK" };
  } catch (error) {
    return { code: (error as TRPCError).code, cause: (error as TRPCError).cause };
  }
}

/** Every place in an input that holds a value, however deep. */
function placesIn(value: Json, at: Place = []): Place[] {
  if (typeof value !== "object" || value === null) return [at];
  return [at, ...Object.entries(value).flatMap(([key, inner]) => placesIn(inner, [...at, key]))];
}
function put(value: Json, [key, ...rest]: Place, other: Json): Json {
  if (key === undefined) return other;
  const copy = Array.isArray(value) ? [...value] : { ...(value as object) };
  (copy as Record<string, Json>)[key] = put((value as Record<string, Json>)[key], rest, other);
  return copy;
}
function get(value: Json, at: Place): Json {
  return at.reduce((inner, key) => (inner as Record<string, Json>)[key], value);
}

const others = [
  { not: "" },
  { contains: "" },
  ["x"],
  [],
  [[]],
  {},
  { toString: "x" },
  JSON.parse('{"__proto__":{"role":"admin"}}'),
];
const texts = [
  "",
  "\0",
  "a\0b",
  "\ud800",
  "\u202e",
  "x".repeat(1_000_000),
  "%_\\",
  "'; drop table fund; --",
  "__proto__",
  "constructor",
  "9".repeat(400),
  "1e400",
  "-1",
  "2026-02-31",
  "00000000-0000-0000-0000-000000000000",
];
const numbers = [-1, 0.5, 1e21, 2 ** 53, Number.NaN, Number.POSITIVE_INFINITY];

test("an object or a list where a text or a number is expected is refused by every procedure, at every depth", async () => {
  const taken: string[] = [];
  for (const [path, input] of Object.entries(inputs)) {
    for (const place of placesIn(input)) {
      const was = get(input, place);
      if (was === undefined || was === null || typeof was === "object") continue;
      for (const other of others) {
        const { code } = await ask(path, put(input, place, other));
        if (code !== "BAD_REQUEST")
          taken.push(`${path} ${place.join(".")} ${JSON.stringify(other)}: ${code}`);
      }
    }
  }
  expect(taken).toEqual([]);
}, 120_000);

test("a key that nobody asked for is refused by every procedure, at every depth", async () => {
  const taken: string[] = [];
  for (const [path, input] of Object.entries(inputs)) {
    for (const place of placesIn(input)) {
      const was = get(input, place);
      // Columns of a file have the names that its sender gave them.
      const isFree = path === "imports.editRow" && place[0] === "fields";
      if (typeof was !== "object" || was === null || Array.isArray(was) || isFree) continue;
      for (const key of ["role", "fundId2", "approvedBy", "constructor"]) {
        const { code } = await ask(path, put(input, place, { ...was, [key]: "x" }));
        if (code !== "BAD_REQUEST") taken.push(`${path} ${place.join(".")} ${key}: ${code}`);
      }
    }
  }
  expect(taken).toEqual([]);
}, 60_000);

test("no text and no number, however odd, breaks a procedure", async () => {
  const broken: string[] = [];
  for (const [path, input] of Object.entries(inputs)) {
    for (const place of placesIn(input)) {
      const was = get(input, place);
      const odd = typeof was === "string" ? texts : typeof was === "number" ? numbers : [];
      for (const other of odd) {
        const { code, cause } = await ask(path, put(input, place, other));
        if (code === "INTERNAL_SERVER_ERROR")
          broken.push(`${path} ${place.join(".")} ${JSON.stringify(other).slice(0, 40)}: ${String(cause)}`);
      }
    }
  }
  expect(broken).toEqual([]);
}, 240_000);

test("every procedure is asked", () => {
  const asked = Object.keys(inputs).length;
  expect(asked).toBe(Object.keys(appRouter._def.procedures).length - 2);
});
