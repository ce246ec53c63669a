import { fundScope } from "#server/kernel/actor";
import type { Tx } from "#server/kernel/context";
import { type Reading, readSearch } from "./model/reading";

export type Found = {
  funds: { code: string; name: string; cnpj: string }[];
  operations: FoundOperation[];
  uploads: { uploadId: string; fileName: string; state: string; createdAt: Date }[];
};
export type FoundOperation = {
  operationId: string;
  externalId: string;
  fundCode: string;
  operationOn: string;
  assetRef: string;
  state: string;
  waitReason: string | null;
  totalCents: bigint | null;
};

/** As many of each kind as a palette shows. */
const shownMax = 6;

/**
 * What a text may mean among what the actor may see: a fund by code, name or CNPJ; an operation by id, by
 * the beginning of the file's id or by its total; a file by name or id.
 */
export async function findAnything(tx: Tx, typed: string): Promise<Found> {
  const reading = readSearch(typed);
  const { capabilities } = tx.actor;
  if (reading.text.length < 2) return { funds: [], operations: [], uploads: [] };
  return {
    funds: capabilities.has("fund:read") ? await findFunds(tx, reading) : [],
    operations: capabilities.has("operation:read") ? await findOperations(tx, reading) : [],
    uploads: capabilities.has("import:read") ? await findUploads(tx, reading) : [],
  };
}

function findFunds(tx: Tx, { text, cnpj }: Reading): Promise<Found["funds"]> {
  return tx.sql(
    `select code, name, cnpj from fund
      where ($1::uuid[] is null or id = any ($1))
        and (code ^@ upper($2::text) or position(lower($2::text) in lower(name)) > 0 or cnpj ^@ $3::text)
      order by code ^@ upper($2::text) desc, code limit ${shownMax}`,
    [fundScope(tx.actor), text, cnpj],
  );
}

const found = `o.id as "operationId", o.external_id as "externalId", f.code as "fundCode", o.operation_on::text as "operationOn",
  coalesce(o.asset_code, o.asset_ref) as "assetRef", o.state, o.wait_reason as "waitReason", o.total_cents as "totalCents"`;

/**
 * One index a way of meaning it, and fund by fund: a fund's id leads each of them. The bounds say to the
 * index what `^@` says, since only comparisons may pass below row-level security.
 */
async function findOperations(tx: Tx, { text, id, cents }: Reading): Promise<FoundOperation[]> {
  const funds = fundScope(tx.actor);
  if (id) {
    return tx.sql<FoundOperation>(
      `select ${found} from operation o join fund f on f.id = o.fund_id
        where o.id = $1::uuid and ($2::uuid[] is null or o.fund_id = any ($2))`,
      [id, funds],
    );
  }
  const [condition, value] = cents
    ? ["coalesce(o.total_cents, -1) = $2::bigint", cents]
    : [
        "o.external_id >= $2::text and o.external_id < $2::text || chr(1114111) and o.external_id ^@ $2::text",
        text,
      ];
  return tx.sql<FoundOperation>(
    `select ${found}
       from fund f cross join lateral (
         select * from operation o where o.fund_id = f.id and ${condition} limit ${shownMax}) as o
      where $1::uuid[] is null or f.id = any ($1)
      order by o.external_id = $3::text desc, o.id desc limit ${shownMax}`,
    [funds, value, text],
  );
}

function findUploads(tx: Tx, { text, id }: Reading): Promise<Found["uploads"]> {
  return tx.sql(
    `select u.id as "uploadId", u.file_name as "fileName", u.state, u.created_at as "createdAt"
       from upload u
      where (u.state <> 'RECEIVING' or u.uploaded_by = $2::uuid)
        and ($1::uuid[] is null or u.uploaded_by = $2::uuid
             or exists (select 1 from upload_fund s where s.upload_id = u.id and s.fund_id = any ($1)))
        and (u.id = $4::uuid or position(lower($3::text) in lower(u.file_name)) > 0)
      order by u.id desc limit ${shownMax}`,
    [fundScope(tx.actor), tx.actor.userId, text, id],
  );
}
