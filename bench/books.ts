import { updateEngine } from "#server/domain/flags/index";
import { createFund } from "#server/domain/funds/index";
import type { Ctx } from "#server/kernel/context";
import { newId } from "#server/kernel/id";
import { cnpjCheckDigits } from "#server/kernel/tax-id";
import type { Stack } from "./stack";

export type Engine = "conjunto" | "linha";

/** R$ 10 bi: half of it is never spent by a generated file. */
const openingCents = 1_000_000_000_000n;

/** Somebody who may upload into every fund. */
export async function createPerson({ runtime }: Stack): Promise<string> {
  const id = newId();
  await runtime.pool.query(
    `insert into app_user (id, email, name, password_hash, role, sees_all_funds)
     values ($1, 'bench@lastro.localhost', 'Bench', 'x', 'operacao', true)`,
    [id],
  );
  return id;
}

/** Funds with cash enough for any generated file, run by the given engine; their ids by code. */
export async function createFunds(
  ctx: Ctx,
  codes: readonly string[],
  engine: Engine,
): Promise<Map<string, string>> {
  const ids = new Map<string, string>();
  for (const code of codes) {
    const base = String(10_000_000_0001n + BigInt(++made) * 10_000n).padStart(12, "0");
    const { fundId } = await createFund(ctx, {
      code,
      name: `Fundo ${code}`,
      cnpj: base + cnpjCheckDigits(base),
      openingCents,
      openedOn: "2020-01-02",
    });
    if (engine === "linha") await updateEngine(ctx, { fundId, engine, reason: "bench" });
    ids.set(code, fundId);
  }
  return ids;
}
let made = 0;

/**
 * What a file came to, recounted from the books: a run whose books are wrong measures nothing.
 * @throws Error that names what does not add up
 */
export async function proveBooks(
  { runtime }: Stack,
  uploadId: string,
): Promise<{ executed: number; reviewed: number }> {
  const { rows } = await runtime.pool.query<Record<string, bigint>>(
    `with own as (select id, state, wait_reason from operation where upload_id = $1),
          entry as (select e.id, e.cause_id from ledger_entry e join own on own.id = e.cause_id where e.kind = 'operation')
     select (select count(*) from own where state = 'EXECUTED') as executed,
            (select count(*) from own where wait_reason = 'IN_REVIEW') as reviewed,
            (select count(*) from own) as operations,
            (select count(*) from entry) as entries,
            (select count(distinct cause_id) from entry) as causes,
            (select coalesce(sum(amount_cents), 0)::bigint from posting) as total,
            (select count(*) from account a where balance_cents <> (select coalesce(sum(amount_cents), 0) from posting p where p.account_id = a.id)) as unproven,
            (select count(*) from audit_event where action = 'operation.execute') as events,
            (select count(*) from ledger_entry where kind = 'operation') as executions`,
    [uploadId],
  );
  const found = rows[0] as Record<string, bigint>;
  const holds =
    found.executed === found.entries &&
    found.entries === found.causes &&
    found.total === 0n &&
    found.unproven === 0n &&
    found.events === found.executions &&
    found.operations === (found.executed as bigint) + (found.reviewed as bigint);
  if (!holds) throw new Error(`os livros não fecham: ${Object.entries(found).join("; ")}`);
  return { executed: Number(found.executed), reviewed: Number(found.reviewed) };
}
