import type { Tx } from "#server/kernel/context";
import { type Checkpoint, readCheckpoint } from "./checkpoint";
import { appendLeaves, emptyFrontier, type Frontier, hashLeaf, rootOf } from "./merkle";
import { agreesWithColumns, type EventColumns } from "./model/columns";
import { isSignedBy } from "./signature";

const pageSize = 5_000;
const problemsMax = 20;

/** What is wrong with the log, and where: the place in the sealed order, or null when it has none. */
export type LogProblem = {
  readonly what:
    | "GAP"
    | "EVENT_MISSING"
    | "EVENT_CHANGED"
    | "COLUMNS_DIFFER"
    | "EVENT_SLIPPED_IN"
    | "ROOT_DIFFERS"
    | "SIGNATURE_INVALID"
    | "TAIL_MISSING"
    | "OUTSIDE_DIFFERS"
    | "HALTED";
  readonly seq: number | null;
  readonly eventId: string | null;
};

export type LogReport = {
  /** Events whose bytes were hashed again. */
  readonly sealed: number;
  /** Committed and not sealed yet. */
  readonly unsealed: number;
  /** Signed sizes whose root and signature were checked. */
  readonly checkpoints: number;
  readonly root: string;
  readonly problems: readonly LogProblem[];
  readonly problemCount: number;
};

/** What was received by another way than this database. */
export type Outside = {
  /** 32 bytes of Ed25519; absent: the one that the database names, which proves less. */
  readonly publicKey?: Buffer;
  /** Signed checkpoints, each of which must be a prefix of this log. */
  readonly notes?: readonly string[];
};

/**
 * Derives the whole log again from the events' own bytes: every leaf, every root that was ever signed,
 * its signature, and that nothing was slipped in behind the sealer.
 */
export async function verifyLog(tx: Tx, outside: Outside = {}): Promise<LogReport> {
  const problems = createProblems();
  const [sealer] = await tx.sql<{ publicKey: Buffer | null; haltedBecause: string | null }>(
    `select public_key as "publicKey", halted_because as "haltedBecause" from audit_sealer`,
  );
  if (sealer?.haltedBecause) problems.add("HALTED", null, null);
  const publicKey = outside.publicKey ?? sealer?.publicKey ?? null;
  const signed = await readSigned(tx, publicKey, outside.notes ?? [], problems);
  const tree = await walk(tx, signed, problems);
  for (const { checkpoint, isOutside } of signed) {
    if (checkpoint.size > tree.size)
      problems.add(isOutside ? "TAIL_MISSING" : "ROOT_DIFFERS", tree.size, null);
  }
  const unsealed = await countUnsealed(tx, problems);
  return {
    sealed: tree.size,
    unsealed,
    checkpoints: signed.length,
    root: rootOf(tree).toString("base64"),
    problems: problems.kept,
    problemCount: problems.count(),
  };
}

type Signed = { checkpoint: Checkpoint; isOutside: boolean };

/** Signed sizes in their order: those that the database keeps, and those that came from outside. */
async function readSigned(
  tx: Tx,
  publicKey: Buffer | null,
  outsideNotes: readonly string[],
  problems: Problems,
): Promise<Signed[]> {
  const rows = await tx.sql<{ size: bigint; root: Buffer; note: string }>(
    "select size, root, note from audit_checkpoint order by size",
  );
  const read = (note: string) =>
    publicKey && readCheckpoint(note, { name: "lastro", publicKey }, isSignedBy(publicKey));
  const kept = rows.flatMap(({ size, root, note }) => {
    const checkpoint = read(note);
    const agrees = checkpoint && BigInt(checkpoint.size) === size && checkpoint.root.equals(root);
    if (!agrees) problems.add("SIGNATURE_INVALID", Number(size), null);
    return agrees ? [{ checkpoint, isOutside: false }] : [];
  });
  const given = outsideNotes.flatMap((note) => {
    const checkpoint = read(note);
    if (!checkpoint) problems.add("SIGNATURE_INVALID", null, null);
    return checkpoint ? [{ checkpoint, isOutside: true }] : [];
  });
  return [...kept, ...given].sort((a, b) => a.checkpoint.size - b.checkpoint.size);
}

type Leaf = EventColumns & { seq: bigint; eventId: string; hash: Buffer; canonical: Buffer | null };

/** The tree of the events' bytes, compared with each signed root when it has that size. */
async function walk(tx: Tx, signed: readonly Signed[], problems: Problems): Promise<Frontier> {
  let tree = emptyFrontier;
  let next = 0;
  for (;;) {
    const rows = await tx.sql<Leaf>(
      `select l.seq, l.event_id as "eventId", l.hash, e.canonical, e.action, e.actor_kind as "actorKind", e.actor_id as "actorId",
              e.subject_type as "subjectType", e.subject_id as "subjectId", e.fund_id as "fundId", e.request_id as "requestId", e.at
         from audit_leaf l left join audit_event e on e.id = l.event_id
        where l.seq >= $1 order by l.seq limit $2`,
      [tree.size, pageSize],
    );
    const leaves: Buffer[] = [];
    for (const [i, { seq, eventId, hash, canonical, ...columns }] of rows.entries()) {
      if (Number(seq) !== tree.size + i) {
        problems.add("GAP", tree.size + i, null);
        return tree;
      }
      const leaf = canonical === null ? hash : hashLeaf(canonical);
      if (canonical === null) problems.add("EVENT_MISSING", Number(seq), eventId);
      else if (!leaf.equals(hash)) problems.add("EVENT_CHANGED", Number(seq), eventId);
      else if (!agree(eventId, columns, canonical)) problems.add("COLUMNS_DIFFER", Number(seq), eventId);
      leaves.push(leaf);
    }
    const before = tree;
    for (; next < signed.length; next++) {
      const { checkpoint, isOutside } = signed[next] as Signed;
      if (checkpoint.size > before.size + leaves.length) break;
      const then = appendLeaves(before, leaves.slice(0, checkpoint.size - before.size));
      if (!rootOf(then).equals(checkpoint.root))
        problems.add(isOutside ? "OUTSIDE_DIFFERS" : "ROOT_DIFFERS", checkpoint.size, null);
    }
    tree = appendLeaves(before, leaves);
    if (rows.length < pageSize) return tree;
  }
}

/** Bytes that are no event are nobody's, and agree with nothing. */
function agree(eventId: string, columns: EventColumns, canonical: Buffer): boolean {
  try {
    return agreesWithColumns(eventId, JSON.parse(canonical.toString("utf8")), columns);
  } catch {
    return false;
  }
}

/** Events without a leaf: those to come, and those that lie where the sealer has been already. */
async function countUnsealed(tx: Tx, problems: Problems): Promise<number> {
  const rows = await tx.sql<{ id: string; isBehind: boolean }>(
    `select e.id, e.seq <= s.restored_through or (e.xid, e.seq) <= (s.last_xid, s.last_event) as "isBehind"
       from audit_event e cross join audit_sealer s
      where not exists (select 1 from audit_leaf l where l.event_id = e.id) order by e.xid, e.seq`,
  );
  const behind = rows.filter((row) => row.isBehind);
  for (const { id } of behind) problems.add("EVENT_SLIPPED_IN", null, id);
  return rows.length - behind.length;
}

type Problems = {
  readonly kept: LogProblem[];
  count(): number;
  add(what: LogProblem["what"], seq: number | null, eventId: string | null): void;
};

function createProblems(): Problems {
  const kept: LogProblem[] = [];
  let count = 0;
  return {
    kept,
    count: () => count,
    add(what, seq, eventId) {
      count += 1;
      if (kept.length < problemsMax) kept.push({ what, seq, eventId });
    },
  };
}
