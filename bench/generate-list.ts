import type pg from "pg";
import { cnpjCheckDigits } from "#server/kernel/tax-id";

export type GeneratedList = {
  /** Largest first; each has about half of what is left. */
  fundIds: string[];
  codes: string[];
  uploadId: string;
  days: number;
  oneDay: string;
  monthFrom: string;
};

const fundCount = 20;
const days = 250;
const uploadId = "01930000-0000-7000-8000-000000000001";
const userId = "01930000-0000-7000-8000-000000000002";

/**
 * Operations as a year leaves them, written straight into the table that the lists read: most of them
 * executed, some of every other standing, in funds of very different sizes.
 */
export async function generateList(client: pg.Client, count: number): Promise<GeneratedList> {
  const fundIds: string[] = [];
  const codes: string[] = [];
  for (let index = 0; index < fundCount; index++) {
    const base = String(20_000_000_0001n + BigInt(index) * 10_000n).padStart(12, "0");
    const id = `01930000-0000-7000-8000-0000000001${String(index).padStart(2, "0")}`;
    const code = `FUNDO${String(index + 1).padStart(2, "0")}`;
    await client.query("insert into fund (id, code, name, cnpj) values ($1, $2, $3, $4)", [
      id,
      code,
      `Fundo ${index + 1}`,
      base + cnpjCheckDigits(base),
    ]);
    fundIds.push(id);
    codes.push(code);
  }
  await client.query(
    `insert into app_user (id, email, name, password_hash, role) values ($1, 'bench@lastro.localhost', 'Bench', 'x', 'operacao')`,
    [userId],
  );
  await client.query(
    `insert into upload (id, kind, file_name, storage_key, uploaded_by, channel, state) values ($1, 'operacoes', 'bench.csv', 'bench', $2, 'cli', 'DONE')`,
    [uploadId, userId],
  );
  await client.query("select setseed(0.42)");
  await client.query(insertOperations, [count, fundIds, uploadId, userId, days]);
  await client.query("vacuum (analyze) operation");
  await client.query("analyze fund");
  const { rows } = await client.query(
    "select max(operation_on)::text as last, (max(operation_on) - 30)::text as month from operation",
  );
  return { fundIds, codes, uploadId, days, oneDay: rows[0].last, monthFrom: rows[0].month };
}

/** Ids in the order of arrival, as UUIDv7 gives them; a draw a row decides fund and standing. */
const insertOperations = `
  insert into operation (id, fund_id, external_id, upload_id, upload_ordinal, row_no, side, asset_ref, asset_code, asset_class,
                         quantity, rate, operation_on, content_hash, state, wait_reason, code, unit_price, gross_cents, tax_cents,
                         total_cents, created_by, created_at, executed_at)
  select ('0193' || lpad(to_hex(n), 8, '0') || '7' || substr(md5(n::text), 1, 3) || '8' || substr(md5(n::text), 4, 15))::uuid,
         ($2::uuid[])[least(20, 1 + floor(-ln(1 - d.fund) * 2.5))::int], 'OP-' || lpad(n::text, 8, '0'), $3, 1, n,
         case when n % 3 = 0 then 'SELL' else 'BUY' end, a.code, case when s.state = 'EXECUTED' or s.reason = 'READY' then a.code end,
         a.class, 1 + n % 1000, 0.0015, date '2025-11-21' + (n::bigint * $5::int / $1::int)::int, '\\x00', s.state, s.reason,
         case s.reason when 'IN_REVIEW' then 'DESVIO_D1' when 'INSUFFICIENT_CASH' then 'INSUFFICIENT_CASH' end,
         case when s.state in ('EXECUTED', 'REVERSED') then 1000.123456 end,
         case when s.state in ('EXECUTED', 'REVERSED') then t.cents end, case when s.state in ('EXECUTED', 'REVERSED') then 0 end,
         case when s.state in ('EXECUTED', 'REVERSED') then t.cents end, $4, now(), case when s.state = 'EXECUTED' then now() end
    from generate_series(1, $1::int) as n
    cross join lateral (select random() as fund, random() as standing, random() as cents where n > 0) as d
    cross join lateral (select floor(exp(d.cents * 14))::bigint * 100 + 1 as cents) as t
    cross join lateral (select (array['DEB', 'CRI', 'NTN', 'FID'])[1 + n % 4] || lpad((n % 400 / 4)::text, 3, '0') as code,
                               (array['debentures', 'cri-cra', 'titulos-publicos', 'fidc'])[1 + n % 4] as class) as a
    cross join lateral (select case when d.standing < 0.94 then 'EXECUTED' when d.standing < 0.945 then 'REVERSED'
                                    when d.standing < 0.95 then 'CANCELLED' else 'PENDING' end as state,
                               case when d.standing < 0.95 then null when d.standing < 0.97 then 'IN_REVIEW'
                                    when d.standing < 0.98 then 'AWAITING_PRICE' when d.standing < 0.985 then 'INSUFFICIENT_CASH'
                                    when d.standing < 0.99 then 'READY' else 'AWAITING_PUBLICATION' end as reason) as s`;
