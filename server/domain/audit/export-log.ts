import { createHash, hash } from "node:crypto";
import { fundScope } from "#server/kernel/actor";
import type { Tx } from "#server/kernel/context";
import { DomainError } from "#server/kernel/errors";
import { groupBy } from "#server/kernel/group-by";
import { verifierKeyOf } from "./checkpoint";
import { type Conditions, eventConditions } from "./conditions";
import { proveInclusion } from "./merkle";
import { canonicalJson, type Json } from "./model/canonical";
import { logId } from "./reading";
import { recordEvents } from "./record";
import type { EventFilter } from "./schemas";
import { readTree } from "./tree";

const pageSize = 2_000;
export const packFormat = "lastro-trilha/1";

/** Which events a pack holds; absent means all, and only the whole proves balances. */
export type LogFilter = {
  fundId?: string | null;
  from?: Date | null;
  to?: Date | null;
  /** The same as a list of events is asked. */
  events?: EventFilter | null;
};

/** Where a pack goes: texts are appended to files of the names given. */
export type PackSink = { write(name: string, text: string): Promise<void> };
export type PackSummary = { size: number; events: number; entries: number; root: string };

/**
 * Writes what an outsider needs to verify the log by themselves: the exact bytes of each event, the
 * postings that they bind, every signed checkpoint, the key, the balances, and what each file must hash
 * to. A filtered pack carries a proof for each event instead of its neighbours.
 * @throws DomainError `audit.nothing_sealed` while no checkpoint was signed
 */
export async function exportLog(tx: Tx, filter: LogFilter, sink: PackSink): Promise<PackSummary> {
  const scope = fundScope(tx.actor);
  const asked = Object.values(filter.events ?? {}).some((value) => value !== null && value !== undefined);
  const isPartial = scope !== null || asked || Boolean(filter.fundId ?? filter.from ?? filter.to);
  const conditions = await exportConditions(tx, filter);
  const [sealer] = await tx.sql<{ publicKey: Buffer | null }>(
    `select public_key as "publicKey" from audit_sealer`,
  );
  const checkpoints = await tx.sql<{ size: bigint; root: Buffer; note: string }>(
    "select size, root, note from audit_checkpoint order by size",
  );
  const newest = checkpoints.at(-1);
  if (!newest || !sealer?.publicKey) throw new DomainError("audit.nothing_sealed");
  const size = Number(newest.size);
  const files = createFiles(sink);
  const tree = isPartial ? await readTree(tx, size) : null;
  const counts = { events: 0, entries: 0 };
  const lastSeqs = new Map<string, bigint>();
  // There also when the filter finds nothing.
  for (const name of ["eventos.ndjson", "lancamentos.ndjson"]) await files.add(name, "");
  for (let after = -1n; ; ) {
    const page = await readPage(tx, { after, size, conditions });
    if (page.length === 0) break;
    after = page.at(-1)?.seq ?? after;
    counts.events += page.length;
    await files.add("eventos.ndjson", page.map((row) => eventLine(row, size, tree)).join(""));
    const postings = await postingsOf(tx, page, lastSeqs);
    counts.entries += postings.length;
    await files.add("lancamentos.ndjson", postings.map((line) => `${JSON.stringify(line)}\n`).join(""));
  }
  await files.add("checkpoints.txt", checkpoints.map(({ note }) => `${note}\n`).join(""));
  await files.add("chave.pub", `${verifierKeyOf({ name: "lastro", publicKey: sealer.publicKey })}\n`);
  if (!isPartial) await files.add("saldos.csv", await balances(tx, lastSeqs));
  const root = newest.root.toString("base64");
  await sink.write(
    "manifesto.json",
    `${JSON.stringify(manifestOf(tx, { size, root, isPartial, filter, counts, files: files.hashes() }), null, 2)}\n`,
  );
  return { size, root, ...counts };
}

/** Who took what out of the log, on the record itself. */
export async function recordExport(tx: Tx, filter: LogFilter, summary: PackSummary): Promise<void> {
  await recordEvents(tx, [
    {
      action: "audit.export",
      subjectType: "audit_log",
      subjectId: logId,
      fundId: filter.fundId ?? null,
      after: {
        size: summary.size,
        events: summary.events,
        root: summary.root,
        from: filter.from?.toISOString() ?? null,
        to: filter.to?.toISOString() ?? null,
        filter: toldOf(filter.events),
      },
    },
  ]);
}

type Row = { seq: bigint; canonical: Buffer; fundId: string | null };

/** Which events go out: what was asked for, of the funds in scope. */
async function exportConditions(tx: Tx, filter: LogFilter): Promise<Pick<Conditions, "where" | "params">> {
  const { where, params } = await eventConditions(tx, filter.events ?? {});
  const bind = (value: unknown) => `$${params.push(value)}`;
  const parts = [where];
  const scope = fundScope(tx.actor);
  if (scope) parts.push(`e.fund_id = any (${bind(scope)}::uuid[])`);
  if (filter.fundId) parts.push(`e.fund_id = ${bind(filter.fundId)}::uuid`);
  if (filter.events?.fundCodes?.length)
    parts.push(
      `e.fund_id in (select id from fund where code = any (${bind(filter.events.fundCodes)}::text[]))`,
    );
  if (filter.from) parts.push(`e.at >= ${bind(filter.from)}::timestamptz`);
  if (filter.to) parts.push(`e.at < ${bind(filter.to)}::timestamptz`);
  return { where: parts.join(" and "), params };
}

function toldOf(events: EventFilter | null | undefined): Json {
  const told = Object.entries(events ?? {}).filter(([, value]) => value !== null && value !== undefined);
  return told.length > 0 ? (Object.fromEntries(told) as Json) : null;
}

async function readPage(
  tx: Tx,
  {
    after,
    size,
    conditions: { where, params },
  }: { after: bigint; size: number; conditions: Pick<Conditions, "where" | "params"> },
): Promise<Row[]> {
  const own = params.length;
  return await tx.sql<Row>(
    `select l.seq, e.canonical, e.fund_id as "fundId" from audit_leaf l join audit_event e on e.id = l.event_id
      where ${where} and l.seq > $${own + 1}::bigint and l.seq < $${own + 2}::bigint order by l.seq limit ${pageSize}`,
    [...params, after, size],
  );
}

function eventLine(
  { seq, canonical }: Row,
  size: number,
  tree: Awaited<ReturnType<typeof readTree>> | null,
): string {
  const proof = tree && {
    caminho: proveInclusion(Number(seq), size, tree).map((step) => step.toString("base64")),
  };
  return `${JSON.stringify({ seq: Number(seq), canonical: canonical.toString("utf8"), ...proof })}\n`;
}

type PostingLine = { evento: string; fundo: string | null; canonical: string };
type Bound = { id: string; action: string; postings: string; entryId: string | null; fundId: string | null };

/**
 * The postings that each event of a page binds, in the one form that their hash is of; `lastSeqs` learns
 * how far each fund's book goes.
 */
export async function postingsOf(
  tx: Tx,
  page: readonly Row[],
  lastSeqs: Map<string, bigint>,
): Promise<PostingLine[]> {
  const bound = page.flatMap(({ canonical, fundId }): Bound[] => {
    const event = JSON.parse(canonical.toString("utf8"));
    if (typeof event.postings !== "string") return [];
    const { id, action, postings } = event;
    return [{ id, action, postings, entryId: event.after?.entryId ?? null, fundId }];
  });
  if (bound.length === 0) return [];
  const rows = await tx.sql<{
    entryId: string;
    account: string;
    amount: bigint;
    after: bigint;
    seq: bigint;
  }>(
    `select p.entry_id as "entryId", p.account_id as account, p.amount_cents as amount, p.balance_after_cents as after, p.fund_seq as seq
       from ledger_entry e join account a on a.fund_id = e.fund_id
       join posting p on p.account_id = a.id and p.fund_seq = e.fund_seq
      where e.id = any ($1::uuid[]) or (e.kind in ('opening', 'contribution') and e.fund_id = any ($2::uuid[]))
      order by e.fund_seq, array_position(array['CAIXA', 'CARTEIRA', 'TAXAS', 'CAPITAL'], a.code), a.id`,
    [
      bound.flatMap(({ entryId }) => entryId ?? []),
      bound.flatMap(({ entryId, fundId }) => (entryId ? [] : (fundId ?? []))),
    ],
  );
  const byHash = new Map<string, { canonical: string; seq: bigint }>();
  for (const [, postings] of groupBy(rows, (row) => row.entryId)) {
    const canonical = canonicalJson(
      postings.map(({ account, after, amount, seq }) => ({ account, after, amount, seq })),
    );
    byHash.set(hash("sha256", canonical, "hex"), { canonical, seq: postings[0]?.seq ?? 0n });
  }
  return bound.map(({ id, fundId, postings }) => {
    const found = byHash.get(postings);
    if (found && fundId && found.seq > (lastSeqs.get(fundId) ?? -1n)) lastSeqs.set(fundId, found.seq);
    return { evento: id, fundo: fundId, canonical: found?.canonical ?? "[]" };
  });
}

/** What each account held when the last entry of the pack was made. */
async function balances(tx: Tx, lastSeqs: ReadonlyMap<string, bigint>): Promise<string> {
  const rows = await tx.sql<{ fund: string; id: string; code: string; cents: bigint }>(
    `select f.code as fund, a.id, a.code, coalesce(p.cents, 0)::bigint as cents
       from account a join fund f on f.id = a.fund_id
       left join unnest($1::uuid[], $2::bigint[]) as s(fund_id, seq) on s.fund_id = a.fund_id
       left join lateral (select balance_after_cents as cents from posting x where x.account_id = a.id and x.fund_seq <= s.seq
                           order by x.fund_seq desc limit 1) p on true
      order by f.code, a.code`,
    [[...lastSeqs.keys()], [...lastSeqs.values()].map(String)],
  );
  const lines = rows.map(({ fund, id, code, cents }) => `${fund};${id};${code};${cents}\n`);
  return `fundo;conta_id;conta;saldo_centavos\n${lines.join("")}`;
}

type ManifestFacts = {
  size: number;
  root: string;
  isPartial: boolean;
  filter: LogFilter;
  counts: { events: number; entries: number };
  files: Record<string, { sha256: string; bytes: number }>;
};

function manifestOf(tx: Tx, { size, root, isPartial, filter, counts, files }: ManifestFacts) {
  return {
    formato: packFormat,
    geradoEm: tx.at.toISOString(),
    tamanho: size,
    raiz: root,
    parcial: isPartial,
    recorte: {
      fundo: filter.fundId ?? null,
      de: filter.from ?? null,
      ate: filter.to ?? null,
      filtro: toldOf(filter.events),
    },
    eventos: counts.events,
    lancamentos: counts.entries,
    arquivos: files,
  };
}

/** Remembers what each file must hash to. */
function createFiles(sink: PackSink) {
  const seen = new Map<string, { hash: ReturnType<typeof createHash>; bytes: number }>();
  return {
    async add(name: string, text: string): Promise<void> {
      const file = seen.get(name) ?? { hash: createHash("sha256"), bytes: 0 };
      file.hash.update(text, "utf8");
      file.bytes += Buffer.byteLength(text, "utf8");
      seen.set(name, file);
      await sink.write(name, text);
    },
    hashes: () =>
      Object.fromEntries(
        [...seen].map(([name, { hash, bytes }]) => [name, { sha256: hash.digest("hex"), bytes }]),
      ),
  };
}
