import pg from "pg";
import { listFunds } from "#server/domain/funds/queries";
import { demoDomain } from "#server/infra/demonstration";
import type { Ctx } from "#server/kernel/context";
import { type Session, UsageError } from "../command";
import { commandLineEmail } from "../commands/import";
import { demoFunds } from "./plan";

/**
 * Whether everything in the database is the demonstration's or nothing is in it at all.
 * @throws UsageError that says what else is there
 */
export async function refuseForeignDatabase(ctx: Ctx): Promise<void> {
  const codes = new Set<string>(demoFunds.map(({ code }) => code));
  const funds = (await ctx.transaction(listFunds)).filter(
    ({ code, cnpj }) => !codes.has(code) || !demoFunds.some((demo) => demo.cnpj === cnpj),
  );
  const people = await ctx.transaction((tx) =>
    tx.sql<{ count: number }>(
      "select count(*)::int as count from app_user where email not like $1 and email <> $2",
      [`%@${demoDomain}`, commandLineEmail],
    ),
  );
  const count = people[0]?.count ?? 0;
  if (funds.length === 0 && count === 0) return;
  const found = [
    funds.length > 0
      ? `fundos ${funds
          .slice(0, 5)
          .map(({ code }) => code)
          .join(", ")}`
      : "",
    count > 0 ? `${count} pessoas` : "",
  ];
  throw new UsageError(`este banco não é o da demonstração: tem ${found.filter(Boolean).join(" e ")}`);
}

/** Empties a database that holds the demonstration alone; append-only tables only their owner can. */
export async function clearDemo({
  ctx,
  env,
  runtime,
}: Session): Promise<{ tabelas: number; arquivos: number }> {
  await refuseForeignDatabase(ctx);
  if (!env.DATABASE_OWNER_URL)
    throw new UsageError("falta DATABASE_OWNER_URL: só o dono do banco apaga o que é imutável");
  const files = await ctx.transaction((tx) =>
    tx.sql<{ key: string }>("select storage_key as key from upload"),
  );
  const owner = new pg.Client({ connectionString: env.DATABASE_OWNER_URL, application_name: "lastro-demo" });
  await owner.connect();
  let tables = 0;
  try {
    tables = await truncateAll(owner);
  } finally {
    await owner.end();
  }
  for (const { key } of files) await runtime.ports.storage.remove(key).catch(() => undefined);
  return { tabelas: tables, arquivos: files.length };
}

async function truncateAll(owner: pg.Client): Promise<number> {
  const { rows } = await owner.query<{ name: string }>(
    "select quote_ident(tablename) as name from pg_tables where schemaname = 'public' and tablename <> '_prisma_migrations'",
  );
  const names = rows.map(({ name }) => name);
  await owner.query("begin");
  await owner.query("set local lock_timeout = '20s'");
  for (const name of names) await owner.query(`alter table ${name} disable trigger user`);
  await owner.query(`truncate ${names.join(", ")} restart identity cascade`);
  for (const name of names) await owner.query(`alter table ${name} enable trigger user`);
  await owner.query("commit");
  return names.length;
}
