import { randomUUID } from "node:crypto";
import pg from "pg";
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { openTestRuntime, type TestRuntime } from "#server/testing/runtime";
import { createWitness, type KeptWitness, sealUpTo as sealAll } from "#server/testing/sealed-log";
import { recordEvents } from "./index";
import { appendLeaves, emptyFrontier, hashLeaf, rootOf } from "./merkle";
import { sealEvents } from "./seal";

let stack: TestRuntime;
let owner: pg.Client;
let witness: KeptWitness;

beforeEach(async () => {
  stack = await openTestRuntime();
  owner = new pg.Client({ connectionString: stack.ownerUrl });
  await owner.connect();
  witness = createWitness();
});
afterEach(async () => {
  await owner.end();
  await stack.close();
});

const event = (count = 1) =>
  Array.from({ length: count }, () => ({
    action: "preference.update" as const,
    subjectType: "user" as const,
    subjectId: randomUUID(),
  }));
const happen = (count = 1) => stack.ctx.transaction((tx) => recordEvents(tx, event(count)));

const sealUpTo = (size: number) => sealAll(stack.ctx, witness, size);

/** Sealed events in their order, by their place; every seq is its place. */
async function sealed(): Promise<string[]> {
  const { rows } = await owner.query("select seq, event_id from audit_leaf order by seq");
  expect(rows.map((row) => Number(row.seq))).toEqual(rows.map((_, i) => i));
  return rows.map((row) => row.event_id);
}

/** The root that the events' own bytes give, in the sealed order. */
async function rootOfEvents(): Promise<string> {
  const { rows } = await owner.query(
    "select canonical from audit_leaf l join audit_event e on e.id = l.event_id order by l.seq",
  );
  const leaves = rows.map((row) => hashLeaf(row.canonical));
  return rootOf(appendLeaves(emptyFrontier, leaves)).toString("base64");
}

const sizeOf = (note: string | undefined) => note?.split("\n").slice(0, 3);

describe("the sealer", () => {
  test("numbers every committed event once, without a gap, and signs the tree of their bytes", async () => {
    expect(await sealEvents(stack.ctx, witness)).toMatchObject({ sealed: 0, size: 0, halt: null });
    await happen(3);
    await stack.ctx
      .transaction(async (tx) => {
        await recordEvents(tx, event(5));
        throw new Error("rolled back");
      })
      .catch(() => undefined);
    await happen(4);
    await sealUpTo(7);
    expect(await sealEvents(stack.ctx, witness)).toMatchObject({
      sealed: 0,
      size: 7,
      halt: null,
      lagSeconds: 0,
    });
    expect(new Set(await sealed()).size).toBe(7);
    expect(sizeOf(witness.notes.at(-1))).toEqual(["lastro/auditoria", "7", await rootOfEvents()]);
  });

  test("skips nothing that commits late", async () => {
    const late = new pg.Client({ connectionString: stack.ownerUrl });
    await late.connect();
    await late.query("begin");
    const id = randomUUID();
    await late.query(
      `insert into audit_event (id, at, action, actor_kind, actor_id, subject_type, subject_id, canonical)
       values ($1, now(), 'test.late', 'system', 't', 'test', $1, 'tarde')`,
      [id],
    );
    await happen(2);
    expect(await sealEvents(stack.ctx, witness)).toMatchObject({ sealed: 0 });
    await late.query("commit");
    await late.end();
    await sealUpTo(3);
    expect((await sealed())[0]).toBe(id);
  });

  test("seals each event once however many seal at once, while events are written", async () => {
    const writing = (async () => {
      for (let i = 0; i < 40; i++) await happen(300);
    })();
    let done = false;
    const sealing = Array.from({ length: 3 }, async () => {
      while (!done) await sealEvents(stack.ctx, witness);
    });
    await writing;
    done = true;
    await Promise.all(sealing);
    await sealUpTo(12_000);
    expect(await sealed()).toHaveLength(12_000);
    expect(sizeOf(witness.notes.at(-1))).toEqual(["lastro/auditoria", "12000", await rootOfEvents()]);
    const { rows } = await owner.query("select size from audit_checkpoint order by size");
    expect(rows.map((row) => row.size)).toEqual(witness.notes.map((note) => note.split("\n")[1]));
  });

  test("seals transactions in the order of their numbers, not of the texts of these", async () => {
    await owner.query(
      `insert into audit_event (xid, id, at, action, actor_kind, actor_id, subject_type, subject_id, canonical)
       select n::text::xid8, gen_random_uuid(), now(), 'test.old', 'system', 't', 'test', gen_random_uuid(), convert_to(n::text, 'UTF8')
         from unnest(array[98, 99, 100, 101]) n`,
    );
    await sealUpTo(4);
    await happen(1);
    await sealUpTo(5);
    const { rows } = await owner.query(
      "select e.xid::text as number from audit_leaf l join audit_event e on e.id = l.event_id order by l.seq limit 4",
    );
    expect(rows.map((row) => row.number)).toEqual(["98", "99", "100", "101"]);
  });

  test("goes on after it died between publishing and committing", async () => {
    await happen(2);
    witness.dies = true;
    // It publishes once there is something to seal, which another test's transaction may hold up (see sealUpTo).
    await vi.waitFor(() => expect(sealEvents(stack.ctx, witness)).rejects.toThrow("died"), {
      timeout: 20_000,
      interval: 20,
    });
    witness.dies = false;
    await happen(1);
    await sealUpTo(3);
    expect(witness.notes.map((note) => note.split("\n")[1])).toContain("3");
    const { rows } = await owner.query("select note from audit_checkpoint");
    expect(witness.notes).toEqual(expect.arrayContaining(rows.map((row) => row.note)));
  });

  test("takes up a log that was restored into another cluster", async () => {
    await happen(2);
    await sealUpTo(2);
    await owner.query(
      `insert into audit_event (xid, id, at, action, actor_kind, actor_id, subject_type, subject_id, canonical)
       select '999999999', gen_random_uuid(), now(), 'test.old', 'system', 't', 'test', gen_random_uuid(), convert_to(n::text, 'UTF8')
         from generate_series(1, 3) n`,
    );
    await owner.query("update audit_sealer set cluster = 'another'");
    await happen(1);
    await sealUpTo(6);
    await happen(2);
    await sealUpTo(8);
    expect(new Set(await sealed()).size).toBe(8);
  });
});

describe("the sealer halts, and stays so", () => {
  const cases: readonly [string, string, () => Promise<unknown>][] = [
    [
      "when the database holds less than was signed",
      "CHECKPOINT_AHEAD",
      () => owner.query("update audit_sealer set size = 3, roots = '{}'"),
    ],
    [
      "when what was signed is no prefix of what the database holds",
      "CHECKPOINT_DIFFERS",
      () => owner.query("update audit_sealer set roots = array[sha256('x')]"),
    ],
    [
      "when the last checkpoint outside is not its own",
      "CHECKPOINT_UNREADABLE",
      async () => witness.notes.push((witness.notes.at(-1) ?? "").replace("\n4\n", "\n5\n")),
    ],
  ];
  test.each(cases)("%s", async (_, halt, tamper) => {
    await happen(4);
    await sealUpTo(4);
    await tamper();
    await happen(1);
    expect(await sealEvents(stack.ctx, witness)).toMatchObject({ sealed: 0, halt });
    expect(await sealed()).toHaveLength(4);
    witness.notes.length = 0;
    expect(await sealEvents(stack.ctx, witness)).toMatchObject({ halt });
    const { rows } = await owner.query("select halted_because as why from audit_sealer");
    expect(rows).toEqual([{ why: halt }]);
  });
});

test("a sealer with another key seals nothing, and does not stop the one with the right key", async () => {
  await happen(2);
  await sealUpTo(2);
  await happen(1);
  expect(await sealEvents(stack.ctx, createWitness())).toMatchObject({ sealed: 0, halt: "KEY_CHANGED" });
  await sealUpTo(3);
});
