import { createHash } from "node:crypto";
import { hashPostings } from "#server/domain/ledger/index";
import type { Tx } from "#server/kernel/context";
import { groupBy } from "#server/kernel/group-by";
import { type Collector, examplesMax } from "./checks";
import { compareImports, type ImportEvent } from "./compare-imports";
import { compareRights, isOfRights, type RightsEvent } from "./compare-rights";
import { type Claims, type EventRow, readClaims } from "./model/claims";

const pageSize = 10_000;
const rules = {
  bytes: "os bytes do evento são legíveis e dizem o que as colunas dizem",
  hash: "o evento de um lançamento tem o hash das suas partidas, o preço e o total",
  contribution: "cada abertura e aporte tem um evento com o hash das suas partidas",
  personal: "valores pessoais conferem com o que o evento se comprometeu a guardar",
} as const;

/** What posts, and the kind of entry that it names. */
const moneyActions = new Map([
  ["operation.execute", "operation"],
  ["operation.reverse", "reversal"],
  ["operation.reprice", "reprice"],
]);

type Read = EventRow & { seq: bigint };
type Money = { row: Read; claims: Claims };

/**
 * Reads every audit event: its bytes parse and agree with the columns beside, money events hash to the
 * postings of the ledger, personal values to their commitments, and what they say of rights and decisions
 * is what the tables hold.
 * @returns how many of each were compared
 */
export async function recountEvents(
  tx: Tx,
  into: Collector,
): Promise<{ hashes_recalculados: number; valores_pessoais: number }> {
  const contributions = new Map<string, number>();
  const imports: ImportEvent[] = [];
  const rights: RightsEvent[] = [];
  const counts = { hashes_recalculados: 0, valores_pessoais: 0 };
  let after: bigint | null = 0n;
  while (after !== null) {
    const rows: Read[] = await tx.sql<Read>(
      `select seq, id, at, action, actor_kind as "actorKind", actor_id as "actorId", subject_type as "subjectType",
              subject_id as "subjectId", fund_id as "fundId", request_id as "requestId", canonical
         from audit_event where seq > $1 order by seq limit $2`,
      [after, pageSize],
    );
    const money: Money[] = [];
    const personal: Money[] = [];
    const broken: string[] = [];
    for (const row of rows) {
      const claims = readClaims(row);
      if (claims === null) {
        broken.push(row.id);
        continue;
      }
      if (row.action === "fund.open" || row.action === "fund.contribute") {
        const key = `${row.fundId} ${claims.postings}`;
        contributions.set(key, (contributions.get(key) ?? 0) + 1);
      } else if (moneyActions.has(row.action)) money.push({ row, claims });
      else if (row.action === "import.accept" || row.action === "import.decide") {
        imports.push({ action: row.action, uploadId: row.subjectId, after: claims.after });
      } else if (isOfRights(row.action)) {
        const { action, subjectId, actorKind, actorId } = row;
        rights.push({ action, subjectId, actorKind, actorId, after: claims.after });
      }
      if (claims.personal !== null) personal.push({ row, claims });
    }
    into.add(
      rules.bytes,
      broken.length,
      broken.slice(0, examplesMax).map((evento) => ({ evento })),
    );
    counts.hashes_recalculados += money.length;
    await compareMoney(tx, money, into);
    counts.valores_pessoais += await comparePersonal(tx, personal, into);
    after = rows.length === pageSize ? (rows.at(-1)?.seq ?? null) : null;
  }
  counts.hashes_recalculados += await compareContributions(tx, contributions, into);
  await compareImports(tx, imports, into);
  await compareRights(tx, rights, into);
  return counts;
}

type PostingRow = {
  entryId: string;
  accountId: string;
  amountCents: bigint;
  balanceAfterCents: bigint;
  fundSeq: bigint;
};
type EntryFacts = {
  entryId: string;
  kind: string;
  causeId: string;
  unitPrice: string | null;
  totalCents: bigint | null;
};

async function compareMoney(tx: Tx, money: readonly Money[], into: Collector): Promise<void> {
  if (money.length === 0) return;
  const entryIds = money.flatMap(({ claims }) => claims.entryId ?? []);
  const facts = await tx.sql<EntryFacts>(
    `select e.id as "entryId", e.kind, coalesce(r.operation_id, e.cause_id) as "causeId",
            coalesce(r.to_price, first.from_price, o.unit_price)::text as "unitPrice",
            coalesce(r.to_total_cents, first.from_total_cents, o.total_cents) as "totalCents"
       from ledger_entry e
       left join repricing_operation r on e.kind = 'reprice' and r.id = e.cause_id
       left join operation o on o.id = e.cause_id
       left join lateral (
         select x.from_price, x.from_total_cents from repricing_operation x join repricing k on k.id = x.repricing_id
          where e.kind = 'operation' and x.operation_id = e.cause_id and k.state = 'APPLIED'
          order by k.closed_at, x.id limit 1) as first on true
      where e.id = any ($1::uuid[])`,
    [entryIds],
  );
  const factsOf = new Map(facts.map((row) => [row.entryId, row]));
  const hashes = await hashEntries(tx, entryIds);
  const wrong = money.filter(({ row, claims }) => {
    const fact = factsOf.get(claims.entryId ?? "");
    const isPriced = row.action !== "operation.reverse";
    if (!fact || fact.causeId !== row.subjectId || fact.kind !== moneyActions.get(row.action)) return true;
    if (claims.postings === null || claims.postings !== hashes.get(fact.entryId)) return true;
    return isPriced && (claims.unitPrice !== fact.unitPrice || claims.totalCents !== String(fact.totalCents));
  });
  const examples = wrong.slice(0, examplesMax).map(({ row, claims }) => ({
    evento: row.id,
    operacao: row.subjectId,
    lancamento: claims.entryId,
    hash_do_evento: claims.postings,
    hash_do_razao: hashes.get(claims.entryId ?? "") ?? null,
  }));
  into.add(rules.hash, wrong.length, examples);
}

/**
 * The hash of each entry's postings as the ledger now holds them, in the order of the chart of accounts.
 * Entries of one page of events lie side by side in their fund, so their postings are read as ranges.
 */
async function hashEntries(tx: Tx, entryIds: readonly string[]): Promise<Map<string, string>> {
  const rows = await tx.sql<PostingRow>(
    `with e as materialized (
       select id, fund_id, fund_seq from ledger_entry where id = any ($1::uuid[])
     ), span as materialized (
       select fund_id, min(fund_seq) as lo, max(fund_seq) as hi from e group by fund_id
     ), p as (
       select p.*, array_position(array['CAIXA', 'CARTEIRA', 'TAXAS', 'CAPITAL'], a.code) as place
         from span join account a on a.fund_id = span.fund_id
         join posting p on p.account_id = a.id and p.fund_seq between span.lo and span.hi
     )
     select e.id as "entryId", p.account_id as "accountId", p.amount_cents as "amountCents",
            p.balance_after_cents as "balanceAfterCents", p.fund_seq as "fundSeq"
       from e join p on p.entry_id = e.id and p.fund_seq = e.fund_seq
      order by p.place, p.account_id`,
    [entryIds],
  );
  const hashes = new Map<string, string>();
  for (const [entryId, postings] of groupBy(rows, (row) => row.entryId))
    hashes.set(entryId, hashPostings(postings));
  return hashes;
}

/** Openings and contributions name no entry in their events: their hashes are matched as a set. */
async function compareContributions(tx: Tx, events: Map<string, number>, into: Collector): Promise<number> {
  const entries = await tx.sql<{ id: string; fundId: string }>(
    `select id, fund_id as "fundId" from ledger_entry where kind in ('opening', 'contribution') order by fund_id, fund_seq`,
  );
  const wrong: Record<string, unknown>[] = [];
  for (let from = 0; from < entries.length; from += pageSize) {
    const page = entries.slice(from, from + pageSize);
    const hashes = await hashEntries(
      tx,
      page.map(({ id }) => id),
    );
    for (const { id, fundId } of page) {
      const key = `${fundId} ${hashes.get(id)}`;
      const left = events.get(key) ?? 0;
      if (left > 0) events.set(key, left - 1);
      else wrong.push({ lancamento: id, fundo: fundId });
    }
  }
  for (const [key, left] of events)
    if (left > 0) wrong.push({ fundo: key.split(" ")[0], eventos_sem_lancamento: left });
  into.add(rules.contribution, wrong.length, wrong.slice(0, examplesMax));
  return entries.length;
}

type Kept = { eventId: string; field: string; salt: Uint8Array | null; value: string | null };

/** What was erased keeps its commitment and is not compared. */
async function comparePersonal(tx: Tx, events: readonly Money[], into: Collector): Promise<number> {
  if (events.length === 0) return 0;
  const kept = await tx.sql<Kept>(
    `select event_id as "eventId", field, salt, value from audit_personal where event_id = any ($1::uuid[])`,
    [events.map(({ row }) => row.id)],
  );
  const keptOf = new Map(kept.map((row) => [`${row.eventId} ${row.field}`, row]));
  const wrong: Record<string, unknown>[] = [];
  let compared = 0;
  for (const { row, claims } of events) {
    for (const [field, commitment] of Object.entries(claims.personal ?? {})) {
      const value = keptOf.get(`${row.id} ${field}`);
      compared += 1;
      if (!value || (value.salt !== null && digest(value) !== commitment))
        wrong.push({ evento: row.id, campo: field });
    }
  }
  into.add(rules.personal, wrong.length, wrong.slice(0, examplesMax));
  return compared;
}

function digest({ salt, value }: Kept): string {
  return createHash("sha256")
    .update(salt ?? "")
    .update(value ?? "", "utf8")
    .digest("hex");
}
