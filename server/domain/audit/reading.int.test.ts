import { spawnSync } from "node:child_process";
import { generateKeyPairSync, sign } from "node:crypto";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterAll, beforeAll, describe, expect, test, vi } from "vitest";
import { reverseOperation } from "#server/domain/operations/index";
import type { Actor } from "#server/kernel/actor";
import type { Ctx } from "#server/kernel/context";
import { assetClasses, type Witness } from "#server/kernel/ports";
import { openPipeline, operationsHeader, type Pipeline } from "#server/testing/pipeline";
import { recordEvents } from "./index";
import { executed } from "./model/execution";
import { verificar } from "./pack/verificar.mjs";
import { proveEvent } from "./prove";
import { countEvents, getEvent, getIntegrity, listEvents, listFields } from "./queries";
import { countReading } from "./reading";
import { revealPersonal } from "./reveal";
import type { EventFilter } from "./schemas";
import { sealEvents } from "./seal";
import { verifyAndKeep } from "./verification";

type Person = { actor: Actor; ctx: Ctx };
const day = "2026-07-15";
let pipeline: Pipeline;
let witness: Witness;
let folder: string;
let alfa: string;
let auditor: Person;
let outsider: Person;
let ofBeta: Person;
let operationId: string;

beforeAll(async () => {
  folder = mkdtempSync(path.join(tmpdir(), "lastro-reading-"));
  pipeline = await openPipeline();
  witness = createWitness();
  alfa = await pipeline.fund("ALFA");
  const beta = await pipeline.fund("BETA");
  const operator = await pipeline.person("operacao");
  auditor = await pipeline.person("auditor");
  outsider = await pipeline.person("auditor_externo", [alfa]);
  ofBeta = await pipeline.person("gestor", [beta]);
  for (const on of ["2026-07-14", day])
    for (const assetClass of assetClasses)
      pipeline.prices.serve(assetClass, on, { assetCode: `X-${assetClass}`, unitPrice: "10.123456" });
  const lines = Array.from(
    { length: 60 },
    (_, n) => `P${n};${n % 2 ? "ALFA" : "BETA"};C;X-debentures;${n + 1};0,001;${day};`,
  );
  await pipeline.send(operator.ctx, `${operationsHeader}\n${lines.join("\n")}\n`);
  await pipeline.drain();
  const [operation] = await pipeline.sql<{ id: string }>("select id from operation where external_id = 'P1'");
  operationId = operation!.id;
  await reverseOperation(auditor.ctx, { operationId, reason: "Lançada em DUPLICIDADE" });
  await pipeline.drain();
  await seal();
}, 60_000);
afterAll(async () => {
  await pipeline?.close();
  rmSync(folder, { recursive: true, force: true });
});

function createWitness(): Witness {
  const { privateKey, publicKey } = generateKeyPairSync("ed25519");
  const notes: string[] = [];
  return {
    signer: {
      name: "lastro",
      publicKey: publicKey.export({ format: "der", type: "spki" }).subarray(-32),
      sign: (bytes) => sign(null, bytes, privateKey),
    },
    lastNote: async () => notes.at(-1) ?? null,
    publish: async (note) => void notes.push(note),
  };
}

/** Seals all there is; a transaction of another test's database may still hold it up. */
async function seal(): Promise<void> {
  const [all] = await pipeline.sql<{ count: number }>("select count(*)::int as count from audit_event");
  await vi.waitFor(
    async () =>
      expect(await sealEvents(pipeline.ctx, witness)).toMatchObject({ size: all!.count, halt: null }),
    { timeout: 20_000, interval: 20 },
  );
}

async function all(person: Person, filter: EventFilter = {}, limit = 7) {
  const items = [];
  let cursor: string | null = null;
  do {
    const page = await person.ctx.transaction((tx) => listEvents(tx, { ...filter, cursor, limit }));
    items.push(...page.items);
    cursor = page.nextCursor;
  } while (cursor);
  expect(await person.ctx.transaction((tx) => countEvents(tx, filter))).toBe(items.length);
  return items;
}

describe("the list of events", () => {
  test("is newest first, every event once, page by page, each with its place in the sealed log", async () => {
    const [count] = await pipeline.sql<{ count: number }>("select count(*)::int as count from audit_event");
    const events = await all(auditor);
    expect(events).toHaveLength(count!.count);
    const seqs = events.map((event) => event.seq);
    expect(seqs).toEqual(seqs.toSorted((a, b) => (a < b ? 1 : -1)));
    expect(new Set(seqs).size).toBe(seqs.length);
    expect(events.every((event) => event.place !== null)).toBe(true);
  });

  test("holds of a person's funds what happened there, and besides only what they did themselves", async () => {
    await ofBeta.ctx.transaction((tx) =>
      recordEvents(tx, [{ action: "preference.update", subjectType: "user", subjectId: ofBeta.actor.id }]),
    );
    const events = await all(ofBeta);
    expect(events.length).toBeGreaterThan(30);
    expect(events.every((event) => event.fundCode === "BETA" || event.actorId === ofBeta.actor.id)).toBe(
      true,
    );
    expect(await all(ofBeta, { fundCodes: ["ALFA"] })).toEqual([]);
    expect(await all(ofBeta, { subjectId: operationId })).toEqual([]);
    await seal();
  });

  const filters: [string, () => EventFilter, (event: Awaited<ReturnType<typeof all>>[number]) => boolean][] =
    [
      ["a person", () => ({ actorId: auditor.actor.id }), (event) => event.actorId === auditor.actor.id],
      ["what the system did", () => ({ actorKind: "system" }), (event) => event.actorKind === "system"],
      ["what jobs did", () => ({ actorKind: "job" }), (event) => event.actorKind === "job"],
      [
        "an action",
        () => ({ actions: ["operation.execute"] }),
        (event) => event.action === "operation.execute",
      ],
      [
        "two actions",
        () => ({ actions: ["operation.reverse", "operation.execute"] }),
        (event) => ["operation.reverse", "operation.execute"].includes(event.action),
      ],
      ["a kind of subject", () => ({ subjectType: "upload" }), (event) => event.subjectType === "upload"],
      ["a subject", () => ({ subjectId: operationId }), (event) => event.subjectId === operationId],
      ["a fund", () => ({ fundCodes: ["ALFA"] }), (event) => event.fundCode === "ALFA"],
      [
        "part of a reason",
        () => ({ reason: "duplicidade" }),
        (event) => /duplicidade/i.test(event.reason ?? ""),
      ],
      [
        "a field that changed",
        () => ({ field: "state" }),
        ({ before, after }) =>
          (before as { state?: string } | null)?.state !== (after as { state?: string } | null)?.state,
      ],
      ["today", () => ({ from: "2020-01-01", to: "2999-12-31" }), () => true],
    ];
  test.each(filters)("finds %s: exactly what a look at every event finds", async (_, filter, holds) => {
    const found = await all(auditor, filter());
    expect(found.length).toBeGreaterThan(0);
    const wanted = (await all(auditor, {}, 500)).filter(holds);
    expect(found.map((event) => event.eventId)).toEqual(wanted.map((event) => event.eventId));
  });

  test("finds nothing in a period without events", async () => {
    expect(await all(auditor, { from: "2020-01-01", to: "2020-12-31" })).toEqual([]);
  });

  test("knows the fields of executions, which the database does not write down", async () => {
    const [execution] = await all(auditor, { actions: [executed.action] }, 500);
    const { before, after } = execution as { before: object; after: object };
    expect([...new Set([...Object.keys(before), ...Object.keys(after)])].sort()).toEqual(executed.fields);
    expect(await auditor.ctx.transaction(listFields)).toEqual(expect.arrayContaining(["role", "state"]));
  });
});

describe("an outsider", () => {
  test("sees initials instead of names, and two people stay two", async () => {
    const { items } = await outsider.ctx.transaction((tx) => listEvents(tx, { subjectId: operationId }));
    const names = items.map((event) => event.actorName);
    expect(names).toContain(`P. (${auditor.actor.id.slice(-4)})`);
    expect(names.join()).not.toContain("Pessoa");
  });

  test("is shown personal values with a reason only, which is an event", async () => {
    const eventId = await auditor.ctx.transaction(async (tx) => {
      await recordEvents(tx, [
        {
          action: "user.invite",
          subjectType: "user",
          subjectId: alfa,
          fundId: alfa,
          personal: { email: "ana@exemplo.com.br" },
        },
      ]);
      const [newest] = (await listEvents(tx, { limit: 1 })).items;
      return newest!.eventId;
    });
    const shown = await outsider.ctx.transaction((tx) => getEvent(tx, eventId));
    expect(
      JSON.stringify(shown, (_, value) => (typeof value === "bigint" ? `${value}` : value)),
    ).not.toContain("ana@");
    expect(shown.personal).toEqual(["email"]);
    const reason = "amostra 12 do trabalho";
    await expect(
      ofBeta.ctx.transaction((tx) => revealPersonal(tx, { eventId, reason })),
    ).rejects.toMatchObject({
      code: "audit.not_found",
    });
    const revealed = await outsider.ctx.transaction((tx) => revealPersonal(tx, { eventId, reason }));
    expect(revealed).toEqual({ email: "ana@exemplo.com.br" });
    const [event] = await all(auditor, { actions: ["audit.reveal"] });
    expect(event).toMatchObject({
      subjectId: eventId,
      actorId: outsider.actor.id,
      reason,
      after: { fields: ["email"] },
    });
    await seal();
  });
});

test("reading ten thousand events within an hour is an event, once", async () => {
  const read = (events: number) =>
    outsider.ctx.transaction((tx) => countReading(tx, { field: "state" }, events));
  for (const events of [9_900, 99, 1, 50]) await read(events);
  const events = await all(auditor, { actions: ["audit.read_large"] });
  expect(events).toMatchObject([{ after: { events: 10_000, filter: { field: "state" } } }]);
  await seal();
});

describe("the proof of one event", () => {
  test("is verified by both verifiers, and taking it is an event", async () => {
    const [event] = await all(auditor, { actions: ["operation.reverse"] });
    const proof = await outsider.ctx.transaction((tx) => proveEvent(tx, event!.eventId));
    const file = path.join(folder, "prova.json");
    writeFileSync(file, JSON.stringify(proof));
    expect((await verificar(file)).problems).toEqual([]);
    const python = spawnSync("python3", [path.join(import.meta.dirname, "pack/verificar.py"), file], {
      encoding: "utf8",
    });
    expect(python.stdout).toMatch(/^✓ o evento #\d+ está no registro/);
    const forged = {
      ...proof,
      evento: { ...proof.evento, canonical: proof.evento.canonical.replace("DUPLICIDADE", "duplicidade") },
    };
    writeFileSync(file, JSON.stringify(forged));
    expect((await verificar(file)).problems).toEqual([expect.stringContaining(`#${proof.evento.seq}`)]);
    expect(await all(auditor, { actions: ["audit.prove"] })).toMatchObject([
      { subjectId: event!.eventId, actorId: outsider.actor.id },
    ]);
  });

  test("is refused for an event out of scope like for none, and before a seal covers it", async () => {
    const [event] = await all(auditor, { subjectId: operationId });
    await expect(ofBeta.ctx.transaction((tx) => proveEvent(tx, event!.eventId))).rejects.toMatchObject({
      code: "audit.not_found",
    });
    const [unsealed] = await all(auditor, { actions: ["audit.prove"] });
    await expect(auditor.ctx.transaction((tx) => proveEvent(tx, unsealed!.eventId))).rejects.toMatchObject({
      code: "audit.not_sealed",
    });
  });
});

describe("a pass of the verifier", () => {
  const integrity = () => auditor.ctx.transaction(getIntegrity);
  const tamper = (statement: string, params: unknown[]) =>
    pipeline.sql(`alter table audit_event disable trigger all`).then(() => pipeline.sql(statement, params));

  test("says that the log is whole; one changed event breaks it, by place and id, and is put on record", async () => {
    expect((await integrity()).state).toBe("UNVERIFIED");
    await seal();
    expect(await verifyAndKeep(pipeline.ctx, witness)).toMatchObject({ problemCount: 0 });
    expect(await integrity()).toMatchObject({ state: "WHOLE", verified: { outsideCheckpoints: 1 } });
    const [event] = await all(auditor, { actions: ["operation.reverse"] });
    const change =
      "update audit_event set canonical = convert_to(replace(convert_from(canonical, 'UTF8'), $2, $3), 'UTF8') where id = $1";
    await tamper(change, [event!.eventId, "DUPLICIDADE", "qualquer"]);
    expect((await verifyAndKeep(pipeline.ctx, witness)).problemCount).toBeGreaterThan(0);
    const { state, verified } = await integrity();
    expect(state).toBe("BROKEN");
    expect(verified?.problems[0]).toEqual({
      what: "EVENT_CHANGED",
      seq: Number(event!.place),
      eventId: event!.eventId,
    });
    await verifyAndKeep(pipeline.ctx, witness);
    expect(await all(auditor, { actions: ["audit.break"] })).toMatchObject([
      { after: { event: event!.eventId } },
    ]);
    await tamper(change, [event!.eventId, "qualquer", "DUPLICIDADE"]);
  });

  test("an event made unreadable is still shown, by what finds it", async () => {
    const [event] = await all(auditor, { actions: ["operation.reverse"] });
    const [kept] = await pipeline.sql<{ canonical: Buffer }>(
      "select canonical from audit_event where id = $1",
      [event!.eventId],
    );
    const write = "update audit_event set canonical = $2 where id = $1";
    await tamper(write, [event!.eventId, Buffer.of(0xff, 0x00)]);
    const [shown] = await all(auditor, { subjectId: operationId });
    expect(shown).toMatchObject({ action: "operation.reverse", actorId: auditor.actor.id, after: null });
    const { leafHash, sealedHash } = await auditor.ctx.transaction((tx) => getEvent(tx, event!.eventId));
    expect(leafHash).not.toBe(sealedHash);
    await tamper(write, [event!.eventId, kept!.canonical]);
  });

  test("finds an event that is filed under what its bytes do not say", async () => {
    const [event] = await all(auditor, { actions: ["operation.reverse"] });
    await tamper("update audit_event set action = $2 where id = $1", [event!.eventId, "operation.execute"]);
    await verifyAndKeep(pipeline.ctx, witness);
    expect((await integrity()).verified?.problems).toMatchObject([
      { what: "COLUMNS_DIFFER", eventId: event!.eventId },
    ]);
    await tamper("update audit_event set action = $2 where id = $1", [event!.eventId, "operation.reverse"]);
    expect(await verifyAndKeep(pipeline.ctx, witness)).toMatchObject({ problemCount: 0 });
  });
});
