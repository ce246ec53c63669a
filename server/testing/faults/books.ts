import type pg from "pg";

/** The books as they stand, read table by table and not interpreted. Decimals are text as the database gives them. */
export type Books = {
  readonly funds: readonly Fund[];
  readonly uploads: readonly Upload[];
  readonly rows: readonly Row[];
  readonly operations: readonly Operation[];
  readonly entries: readonly Entry[];
  readonly postings: readonly Posting[];
  readonly movements: readonly Movement[];
  readonly accounts: readonly Account[];
  readonly positions: readonly Position[];
};

type Fund = {
  fundId: string;
  code: string;
  rounding: "HALF_UP" | "TRUNCATE";
  priceBasis: "anbima" | "informado";
};
type Upload = {
  uploadId: string;
  state: string;
  rowCount: number | null;
  accepted: number | null;
  rejected: number | null;
  duplicate: number | null;
};
type Row = {
  uploadId: string;
  rowNo: number;
  state: string;
  operationId: string | null;
  code: string | null;
};
export type Operation = {
  operationId: string;
  externalId: string;
  fundId: string;
  uploadId: string;
  rowNo: number;
  side: "BUY" | "SELL";
  assetCode: string | null;
  state: string;
  waitReason: string | null;
  unitPrice: string | null;
  grossCents: bigint | null;
  taxCents: bigint | null;
  totalCents: bigint | null;
};
export type Entry = { fundId: string; fundSeq: bigint; entryId: string; kind: string; causeId: string };
export type Posting = { entryId: string; accountCode: string; amountCents: bigint; afterCents: bigint };
export type Movement = { entryId: string; assetCode: string; quantity: string; after: string };
type Account = { fundId: string; accountCode: string; balanceCents: bigint };
type Position = { fundId: string; assetCode: string; quantity: string };

/** Reads everything in one snapshot, on the owner's connection. */
export async function readBooks(owner: pg.Pool): Promise<Books> {
  const client = await owner.connect();
  const all = async <T>(text: string) => (await client.query(text)).rows as T[];
  try {
    await client.query("begin isolation level repeatable read read only");
    return {
      funds: await all(`select id as "fundId", code, rounding, price_basis as "priceBasis" from fund`),
      uploads: await all(
        `select id as "uploadId", state, row_count as "rowCount", accepted_count as accepted, rejected_count as rejected,
                duplicate_count as duplicate from upload`,
      ),
      rows: await all(
        `select upload_id as "uploadId", row_no as "rowNo", state, operation_id as "operationId", code from upload_row order by 1, 2`,
      ),
      operations: await all(
        `select id as "operationId", external_id as "externalId", fund_id as "fundId", upload_id as "uploadId", row_no as "rowNo",
                side, asset_code as "assetCode", state, wait_reason as "waitReason", unit_price::text as "unitPrice",
                gross_cents as "grossCents", tax_cents as "taxCents", total_cents as "totalCents" from operation`,
      ),
      entries: await all(
        `select fund_id as "fundId", fund_seq as "fundSeq", id as "entryId", kind, cause_id as "causeId"
           from ledger_entry order by fund_id, fund_seq`,
      ),
      postings: await all(
        `select p.entry_id as "entryId", a.code as "accountCode", p.amount_cents as "amountCents", p.balance_after_cents as "afterCents"
           from posting p join account a on a.id = p.account_id`,
      ),
      movements: await all(
        `select entry_id as "entryId", asset_code as "assetCode", quantity::text, quantity_after::text as after from position_movement`,
      ),
      accounts: await all(
        `select fund_id as "fundId", code as "accountCode", balance_cents as "balanceCents" from account`,
      ),
      positions: await all(
        `select fund_id as "fundId", asset_code as "assetCode", quantity::text from position`,
      ),
    };
  } finally {
    await client.query("rollback").catch(() => undefined);
    client.release();
  }
}
