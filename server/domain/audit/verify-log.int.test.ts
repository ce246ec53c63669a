import { generateKeyPairSync, sign } from "node:crypto";
import pg from "pg";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { openSealedLog } from "#server/testing/sealed-log";
import { verifyLog } from "./verify-log";

const total = 40;
let log: Awaited<ReturnType<typeof openSealedLog>>;

beforeAll(async () => {
  log = await openSealedLog({ total, each: 5 });
});
afterAll(() => log?.close());

const outside = () => ({ publicKey: log.witness.signer.publicKey, notes: log.witness.notes });
const verified = () => log.ctx.transaction((tx) => verifyLog(tx, outside()));
const tampered = (...statements: string[]) => log.tampered(statements, (tx) => verifyLog(tx, outside()));

test("an untouched log is proved whole", async () => {
  expect(await verified()).toMatchObject({ sealed: total, unsealed: 0, checkpoints: 16, problems: [] });
});

describe("a superuser who", () => {
  const cases: readonly [string, string[], string, number | null][] = [
    [
      "changes an event",
      [
        "update audit_event set canonical = 'outra coisa' where id = (select event_id from audit_leaf where seq = 12)",
      ],
      "EVENT_CHANGED",
      12,
    ],
    [
      "deletes an event",
      ["delete from audit_event where id = (select event_id from audit_leaf where seq = 7)"],
      "EVENT_MISSING",
      7,
    ],
    [
      "changes an event and its leaf",
      [
        "update audit_event set canonical = 'outra coisa' where id = (select event_id from audit_leaf where seq = 12)",
        "update audit_leaf set hash = sha256('\\x00'::bytea || 'outra coisa'::bytea) where seq = 12",
      ],
      "COLUMNS_DIFFER",
      12,
    ],
    [
      "swaps two events",
      [
        "create temp table swapped as select 43 - seq as seq, event_id, hash from audit_leaf where seq in (21, 22)",
        "delete from audit_leaf where seq in (21, 22)",
        "insert into audit_leaf select * from swapped",
      ],
      "ROOT_DIFFERS",
      25,
    ],
    ["takes one out of the middle", ["delete from audit_leaf where seq = 30"], "GAP", 30],
    [
      "cuts the tail with everything that was signed of it",
      [
        "delete from audit_event where id in (select event_id from audit_leaf where seq >= 33)",
        "delete from audit_leaf where seq >= 33",
        "delete from audit_checkpoint where size > 33",
        "update audit_sealer set size = 33",
      ],
      "TAIL_MISSING",
      33,
    ],
    [
      "slips an event in where the sealer has been",
      [
        `insert into audit_event (xid, id, at, action, actor_kind, actor_id, subject_type, subject_id, canonical)
         values ('5', gen_random_uuid(), now(), 'test.forge', 'system', 't', 'test', gen_random_uuid(), 'forjado')`,
      ],
      "EVENT_SLIPPED_IN",
      null,
    ],
    [
      "changes a checkpoint",
      ["update audit_checkpoint set root = sha256('x') where size = 10"],
      "SIGNATURE_INVALID",
      10,
    ],
    [
      "shows an older checkpoint as a later one",
      [
        "update audit_checkpoint set note = (select note from audit_checkpoint where size = 5) where size = 40",
      ],
      "SIGNATURE_INVALID",
      40,
    ],
    ["stops the sealer", ["update audit_sealer set halted_because = 'CHECKPOINT_AHEAD'"], "HALTED", null],
  ];
  test.each(cases)("%s is found", async (_, statements, what, seq) => {
    const { problems } = await tampered(...statements);
    expect(problems[0]).toMatchObject({ what, seq });
    expect(await verified()).toMatchObject({ problems: [] });
  });
});

test("a log that was rewritten whole and signed again with another key is refused by the key outside", async () => {
  const { privateKey, publicKey } = generateKeyPairSync("ed25519");
  const forged = log.witness.notes.map((note) => {
    const text = note.slice(0, note.indexOf("\n\n") + 1);
    return `${text}\n— lastro ${Buffer.concat([Buffer.alloc(4), sign(null, Buffer.from(text), privateKey)]).toString("base64")}\n`;
  });
  const key = publicKey.export({ format: "der", type: "spki" }).subarray(-32).toString("hex");
  const { problems } = await tampered(
    `update audit_sealer set public_key = '\\x${key}'`,
    ...forged.map(
      (note, i) => `update audit_checkpoint set note = ${pg.escapeLiteral(note)} where size = ${(i + 1) * 5}`,
    ),
  );
  expect(problems[0]).toMatchObject({ what: "SIGNATURE_INVALID", seq: 5 });
});
