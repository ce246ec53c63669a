import { generateKeyPairSync, sign } from "node:crypto";
import { afterAll, beforeAll, expect, test } from "vitest";
import { verifyLog } from "#server/domain/audit/index";
import { createRandom } from "#server/testing/random";
import { openSealedLog } from "#server/testing/sealed-log";
import { verifyAudit } from "./audit";

const total = 60;
const each = 10;
const seed = 20_261_124;
let log: Awaited<ReturnType<typeof openSealedLog>>;
let ids: string[];

beforeAll(async () => {
  log = await openSealedLog({ total, each });
  const rows = await log.ctx.transaction((tx) =>
    tx.sql<{ id: string }>("select event_id as id from audit_leaf order by seq"),
  );
  ids = rows.map(({ id }) => id);
}, 60_000);
afterAll(() => log?.close());

/** What a superuser does, and what must name it: an event, or the stretch up to the next signed size. */
type Tampering = { readonly sql: readonly string[]; readonly what: string; readonly at: number | null };
type Draw = (below: number) => number;

const event = (seq: number) => `(select event_id from audit_leaf where seq = ${seq})`;
/** A copy of an event under another id, where the sealer has been: nothing in it gives it away. */
const insertForged = (id: string, seq: number) =>
  `insert into audit_event (xid, id, at, action, actor_kind, actor_id, subject_type, subject_id, fund_id, request_id, canonical)
   select '5', '${id}', at, action, actor_kind, actor_id, subject_type, subject_id, fund_id, request_id,
          convert_to(replace(convert_from(canonical, 'UTF8'), id::text, '${id}'), 'UTF8')
     from audit_event where id = ${event(seq)}`;
/** Moves every leaf from `seq` on, `by` places. */
const shift = (seq: number, by: number) => [
  `create temp table shifted on commit drop as select seq + ${by} as seq, event_id, hash from audit_leaf where seq >= ${seq}`,
  `delete from audit_leaf where seq >= ${seq}`,
  "insert into audit_leaf select * from shifted",
];
const rehash = (seq: number) =>
  `update audit_leaf set hash = sha256('\\x00'::bytea || (select canonical from audit_event where id = event_id)) where seq = ${seq}`;
const flipByte = (draw: Draw, seq: number) =>
  `update audit_event set canonical = set_byte(canonical, ${draw(100)}, (get_byte(canonical, ${draw(100)}) + 1) % 128 + 128) where id = ${event(seq)}`;

const tamperings: Readonly<Record<string, (draw: Draw, seq: number) => Tampering>> = {
  "bytes of an event changed": (draw, seq) => ({
    sql: [flipByte(draw, seq)],
    what: "EVENT_CHANGED",
    at: seq,
  }),
  "bytes changed and hashed again": (draw, seq) => ({
    sql: [
      `update audit_event set canonical = convert_to(replace(convert_from(canonical, 'UTF8'), '"after":{"count":', '"after":{"count":${1 + draw(9)}'), 'UTF8') where id = ${event(seq)}`,
      rehash(seq),
    ],
    what: "ROOT_DIFFERS",
    at: seq,
  }),
  "bytes made unreadable and hashed again": (draw, seq) => ({
    sql: [
      `update audit_event set canonical = convert_to(repeat('x', ${1 + draw(200)}), 'UTF8') where id = ${event(seq)}`,
      rehash(seq),
    ],
    what: "COLUMNS_DIFFER",
    at: seq,
  }),
  "a leaf changed": (_, seq) => ({
    sql: [`update audit_leaf set hash = sha256(hash) where seq = ${seq}`],
    what: "EVENT_CHANGED",
    at: seq,
  }),
  "an event deleted": (_, seq) => ({
    sql: [`delete from audit_event where id = ${event(seq)}`],
    what: "EVENT_MISSING",
    at: seq,
  }),
  "an event deleted with its leaf": (_, seq) => ({
    sql: [
      `delete from audit_event where id = ${event(seq)}`,
      `delete from audit_leaf where seq = ${seq}`,
      // The last one leaves no gap: a signed size is then larger than what is left.
    ],
    what: seq === total - 1 ? "ROOT_DIFFERS" : "GAP",
    at: seq,
  }),
  "an event deleted and the rest renumbered": (_, seq) => ({
    sql: [
      `delete from audit_event where id = ${event(seq)}`,
      `delete from audit_leaf where seq = ${seq}`,
      ...shift(seq + 1, -1),
    ],
    what: "ROOT_DIFFERS",
    at: seq,
  }),
  "an event inserted where was sealed": (_, seq) => ({
    sql: [insertForged(`00000000-0000-4000-8000-${String(seq).padStart(12, "0")}`, seq)],
    what: "EVENT_SLIPPED_IN",
    at: null,
  }),
  "an event inserted and the rest renumbered": (_, seq) => {
    const id = `00000000-0000-4000-8000-${String(seq).padStart(12, "0")}`;
    return {
      sql: [
        insertForged(id, seq),
        ...shift(seq, 1),
        `insert into audit_leaf values (${seq}, '${id}', sha256('\\x00'::bytea || (select canonical from audit_event where id = '${id}')))`,
        `update audit_sealer set size = ${total + 1}`,
      ],
      what: "ROOT_DIFFERS",
      at: seq,
    };
  },
  "the bytes of two events swapped": (draw, seq) => {
    const other = otherThan(seq, draw);
    return {
      sql: [
        `update audit_event e set canonical = o.canonical from audit_event o
          where (e.id, o.id) in ((${event(seq)}, ${event(other)}), (${event(other)}, ${event(seq)}))`,
      ],
      what: "EVENT_CHANGED",
      at: Math.min(seq, other),
    };
  },
  "two events swapped with their leaves": (draw, seq) => {
    const other = otherThan(seq, draw);
    return {
      sql: [
        `create temp table swapped on commit drop as select ${seq + other} - seq as seq, event_id, hash from audit_leaf where seq in (${seq}, ${other})`,
        `delete from audit_leaf where seq in (${seq}, ${other})`,
        "insert into audit_leaf select * from swapped",
      ],
      what: "ROOT_DIFFERS",
      at: Math.min(seq, other),
    };
  },
  "the end cut off with all that was signed of it": (_, seq) => ({
    sql: [
      `delete from audit_event where id in (select event_id from audit_leaf where seq >= ${seq})`,
      `delete from audit_leaf where seq >= ${seq}`,
      `delete from audit_checkpoint where size > ${seq}`,
      `update audit_sealer set size = ${seq}`,
    ],
    what: "TAIL_MISSING",
    at: seq,
  }),
  "an older checkpoint shown as the latest": (draw) => ({
    sql: [
      `update audit_checkpoint set note = (select note from audit_checkpoint where size = ${each * (1 + draw(total / each - 1))}) where size = ${total}`,
    ],
    what: "SIGNATURE_INVALID",
    at: total - 1,
  }),
  "everything changed and signed with another key": (draw, seq) => ({
    sql: [flipByte(draw, seq), rehash(seq), ...signedAgain()],
    what: "SIGNATURE_INVALID",
    at: 0,
  }),
  "a column that says otherwise than the bytes": (draw, seq) => ({
    sql: [
      `update audit_event set ${["action = 'test.other'", "actor_id = 'outra'", "subject_id = gen_random_uuid()", "fund_id = gen_random_uuid()", "at = at + interval '1 second'", "request_id = 'r'"][draw(6)]} where id = ${event(seq)}`,
    ],
    what: "COLUMNS_DIFFER",
    at: seq,
  }),
  "a personal value changed": (_, seq) => ({
    sql: [`update audit_personal set value = value || '.' where event_id = ${event(seq)}`],
    what: "personal",
    at: seq,
  }),
  "a personal value taken away unsaid": (_, seq) => ({
    sql: [`delete from audit_personal where event_id = ${event(seq)}`],
    what: "personal",
    at: seq,
  }),
};

function otherThan(seq: number, draw: Draw): number {
  return (seq + 1 + draw(total - 1)) % total;
}

function signedAgain(): string[] {
  const { privateKey, publicKey } = generateKeyPairSync("ed25519");
  const key = publicKey.export({ format: "der", type: "spki" }).subarray(-32).toString("hex");
  const notes = log.witness.notes.map((note) => {
    const text = note.slice(0, note.indexOf("\n\n") + 1);
    const signature = Buffer.concat([Buffer.alloc(4), sign(null, Buffer.from(text), privateKey)]);
    return `${text}\n— lastro ${signature.toString("base64")}\n`;
  });
  return [
    `update audit_sealer set public_key = '\\x${key}'`,
    ...notes.map(
      (note, i) => `update audit_checkpoint set note = $$${note}$$ where size = ${(i + 1) * each}`,
    ),
  ];
}

test(`a thousand tamperings by a superuser (seed ${seed}) are each found, and the first bad event named`, async () => {
  const { below: draw } = createRandom(seed);
  const outside = { publicKey: log.witness.signer.publicKey, notes: log.witness.notes };
  const names = Object.keys(tamperings);
  const wrong: unknown[] = [];
  for (let round = 0; round < 1_000; round++) {
    const name = names[round % names.length] as string;
    const { sql, what, at } = tamperings[name]!(draw, draw(total));
    const found = await log.tampered(sql, async (tx) => {
      const { problems } = await verifyLog(tx, outside);
      if (problems[0]) return problems[0];
      const { exemplos } = await verifyAudit(tx);
      return { what: "personal", seq: null, eventId: exemplos[0]?.evento as string | undefined };
    });
    if (found.what !== what || !isNamed(found, at)) wrong.push({ round, name, at, found });
  }
  expect(wrong).toEqual([]);
  const { problems } = await log.ctx.transaction((tx) => verifyLog(tx, outside));
  expect(problems).toEqual([]);
}, 180_000);

/** By its id or its place; where only a signed root tells, by the signed size that no longer fits. */
function isNamed(found: { seq: number | null; eventId?: string | null }, at: number | null): boolean {
  if (at === null) return found.eventId?.startsWith("00000000-0000-4000") === true;
  if (found.eventId) return found.eventId === ids[at];
  const signed = (Math.floor(at / each) + 1) * each;
  // Of a log that is one shorter the last root fits nothing: its own size is named.
  return found.seq === at || found.seq === signed || (signed === total && found.seq === total - 1);
}
