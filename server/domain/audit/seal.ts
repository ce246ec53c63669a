import type { Ctx, Tx } from "#server/kernel/context";
import type { Witness } from "#server/kernel/ports";
import { readCheckpoint, signCheckpoint } from "./checkpoint";
import { appendLeaves, emptyFrontier, type Frontier, hashLeaf, rootOf } from "./merkle";
import { isSignedBy } from "./signature";

/** Events of one transaction: what bounds the delay of those that come meanwhile. */
const batchSize = 5_000;
const origin = "lastro/auditoria";

type Sealer = {
  cluster: string;
  restoredThrough: bigint;
  lastXid: string;
  lastEvent: bigint;
  size: bigint;
  roots: Buffer[];
  publicKey: Buffer | null;
  haltedBecause: string | null;
};

/** Why nothing more is sealed until a person has looked. */
export type Halt = "CHECKPOINT_UNREADABLE" | "CHECKPOINT_AHEAD" | "CHECKPOINT_DIFFERS" | "KEY_CHANGED";

export type SealOutcome = {
  readonly sealed: number;
  readonly size: number;
  readonly halt: Halt | null;
  /** How long the oldest event that is not sealed yet has waited; 0 when all are. */
  readonly lagSeconds: number;
};
type Step = Omit<SealOutcome, "lagSeconds">;

/**
 * Seals what was committed since the last time: numbers it without a gap, appends it to the tree, signs
 * the new checkpoint and publishes it. Whoever comes while another seals does nothing. What was signed
 * last and lies outside the database must be a prefix of what the database holds; when it is not, the
 * sealer halts and says why.
 */
export async function sealEvents(ctx: Ctx, witness: Witness): Promise<SealOutcome> {
  let sealed = 0;
  for (;;) {
    const batch = await ctx.transaction((tx) => withSealer(tx, witness, sealBatch));
    sealed += batch?.sealed ?? 0;
    if (batch?.sealed === batchSize) continue;
    // The leaves are committed: a signed size never takes back what it says.
    const signed =
      batch && !batch.halt ? await ctx.transaction((tx) => withSealer(tx, witness, sign)) : batch;
    const lagSeconds = await ctx.transaction(readLag);
    return { sealed, size: batch?.size ?? 0, halt: signed?.halt ?? null, lagSeconds };
  }
}

/** Runs a step as the only sealer there is; null when another one is at work. */
async function withSealer(
  tx: Tx,
  witness: Witness,
  step: (tx: Tx, sealer: Sealer, witness: Witness) => Promise<Step>,
): Promise<Step | null> {
  const [mine] = await tx.sql<{ isMine: boolean }>(
    "select pg_try_advisory_xact_lock(hashtext('lastro.audit.seal')) as \"isMine\"",
  );
  if (!mine?.isMine) return null;
  const sealer = await openSealer(tx, witness);
  const halt = (sealer.haltedBecause as Halt | null) ?? (await contradiction(tx, sealer, witness));
  return halt ? await halted(tx, sealer, halt) : await step(tx, sealer, witness);
}

async function sealBatch(tx: Tx, sealer: Sealer): Promise<Step> {
  const events = await readUnsealed(tx, sealer);
  const leaves = events.map(({ canonical }) => hashLeaf(canonical));
  const after = appendLeaves(treeOf(sealer), leaves);
  if (events.length > 0) await keep(tx, Number(sealer.size), events, leaves, after);
  return { sealed: events.length, size: after.size, halt: null };
}

function treeOf({ size, roots }: Sealer): Frontier {
  return { size: Number(size), roots };
}

async function openSealer(tx: Tx, witness: Witness): Promise<Sealer> {
  const read = async () => {
    const [row] = await tx.sql<Sealer & { here: string }>(
      `select cluster, restored_through as "restoredThrough", last_xid::text as "lastXid", last_event as "lastEvent", size, roots,
              public_key as "publicKey", halted_because as "haltedBecause",
              (select system_identifier::text from pg_control_system()) as here
         from audit_sealer for update`,
    );
    return row;
  };
  let row = await read();
  if (!row) {
    await tx.sql(
      "insert into audit_sealer (cluster, public_key) select system_identifier::text, $1 from pg_control_system()",
      [witness.signer.publicKey],
    );
    row = await read();
  } else if (row.cluster !== row.here) {
    await tx.sql("select lastro.take_up_restored_log()::text");
    row = await read();
  }
  return row as Sealer;
}

type Unsealed = { seq: bigint; xid: string; id: string; canonical: Buffer };

/** In the order of transaction and event, behind every transaction that might still commit before. */
async function readUnsealed(tx: Tx, sealer: Sealer): Promise<Unsealed[]> {
  const restored =
    sealer.restoredThrough > 0n
      ? await tx.sql<Unsealed>(
          `select e.seq, '0' as xid, e.id, e.canonical from audit_event e
            where e.seq <= $1 and not exists (select 1 from audit_leaf l where l.event_id = e.id) order by e.seq limit $2`,
          [sealer.restoredThrough, batchSize],
        )
      : [];
  if (restored.length > 0) return restored;
  return await tx.sql<Unsealed>(
    // Named by the table: alone, xid would be the text of the answer, whose order is another at 10, 100, 1000.
    `select e.seq, e.xid::text as xid, e.id, e.canonical from audit_event e
      where (e.xid, e.seq) > ($1::xid8, $2::bigint) and e.xid < pg_snapshot_xmin(pg_current_snapshot()) and e.seq > $3
      order by e.xid, e.seq limit $4`,
    [sealer.lastXid, sealer.lastEvent, sealer.restoredThrough, batchSize],
  );
}

async function keep(
  tx: Tx,
  from: number,
  events: readonly Unsealed[],
  leaves: readonly Buffer[],
  after: Frontier,
): Promise<void> {
  await tx.sql(
    `insert into audit_leaf (seq, event_id, hash)
     select $1::bigint + n - 1, id, decode(hash, 'hex')
       from unnest($2::uuid[], $3::text[]) with ordinality as e(id, hash, n)`,
    [from, events.map((e) => e.id), leaves.map((leaf) => leaf.toString("hex"))],
  );
  const last = events.at(-1) as Unsealed;
  await tx.sql(
    `update audit_sealer set last_xid = greatest(last_xid, $1::xid8), last_event = case when $1 = '0' then last_event else $2 end,
            size = $3, roots = (select coalesce(array_agg(decode(root, 'hex') order by n), '{}') from unnest($4::text[]) with ordinality as r(root, n))`,
    [last.xid, last.seq, after.size, after.roots.map((root) => root.toString("hex"))],
  );
}

/** Published before it is kept: a checkpoint that the database knows is one that left the machine. */
async function sign(tx: Tx, sealer: Sealer, witness: Witness): Promise<Step> {
  const tree = treeOf(sealer);
  const outcome = { sealed: 0, size: tree.size, halt: null };
  const [known] = await tx.sql("select 1 from audit_checkpoint where size = $1", [tree.size]);
  if (known || tree.size === 0) return outcome;
  const root = rootOf(tree);
  const note = signCheckpoint({ origin, size: tree.size, root }, witness.signer);
  await witness.publish(note);
  await tx.sql("insert into audit_checkpoint (size, root, note) values ($1, $2, $3)", [
    tree.size,
    root,
    note,
  ]);
  return outcome;
}

/** What the newest checkpoint outside the database says against the state within, if anything. */
async function contradiction(tx: Tx, sealer: Sealer, witness: Witness): Promise<Halt | null> {
  const { publicKey } = witness.signer;
  if (sealer.publicKey && !sealer.publicKey.equals(publicKey)) return "KEY_CHANGED";
  const note = await witness.lastNote();
  if (note === null) return null;
  const last = readCheckpoint(note, witness.signer, isSignedBy(publicKey));
  if (!last) return "CHECKPOINT_UNREADABLE";
  if (last.size > Number(sealer.size)) return "CHECKPOINT_AHEAD";
  // A sealer that died before it signed left more leaves than were signed.
  const then = last.size === Number(sealer.size) ? treeOf(sealer) : await treeOfLeaves(tx, last.size);
  return last.root.equals(rootOf(then)) ? null : "CHECKPOINT_DIFFERS";
}

/** The tree of the first leaves, as they lie in the database. */
async function treeOfLeaves(tx: Tx, size: number): Promise<Frontier> {
  let tree = emptyFrontier;
  while (tree.size < size) {
    const rows = await tx.sql<{ hash: Buffer }>(
      "select hash from audit_leaf where seq >= $1 and seq < $2 order by seq limit 50000",
      [tree.size, size],
    );
    if (rows.length === 0) break;
    tree = appendLeaves(
      tree,
      rows.map((row) => row.hash),
    );
  }
  return tree;
}

async function halted(tx: Tx, sealer: Sealer, halt: Halt): Promise<Step> {
  // A worker that was given another key must not stop the one that has the right one.
  if (!sealer.haltedBecause && halt !== "KEY_CHANGED")
    await tx.sql("update audit_sealer set halted_at = now(), halted_because = $1", [halt]);
  tx.log.error({ code: halt, size: Number(sealer.size) }, "the audit log is not sealed any more");
  return { sealed: 0, size: Number(sealer.size), halt };
}

async function readLag(tx: Tx): Promise<number> {
  const [row] = await tx.sql<{ lag: number | null }>(
    `select extract(epoch from now() - min(e.at))::float8 as lag
       from audit_sealer s join audit_event e on (e.xid, e.seq) > (s.last_xid, s.last_event) and e.seq > s.restored_through`,
  );
  return Math.max(row?.lag ?? 0, 0);
}
