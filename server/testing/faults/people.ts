import { type Engine, updateEngine } from "#server/domain/flags/index";
import { contribute, createFund } from "#server/domain/funds/index";
import { createUser } from "#server/domain/users/index";
import type { Actor } from "#server/kernel/actor";
import { type Role, roleCapabilities } from "#server/kernel/capabilities";
import { newId } from "#server/kernel/id";
import type { World } from "./stack";
import { until } from "./until";

export type FundPlan = {
  code: string;
  rounding: "HALF_UP" | "TRUNCATE";
  priceBasis: "anbima" | "informado";
  engine: Engine;
  openingCents: bigint;
};

export type Cast = {
  readonly fundIds: ReadonlyMap<string, string>;
  /** Who sends files; sees every fund. */
  readonly operator: Actor;
  readonly manager: Actor;
  /** Cause of each opening and contribution → centavos: what the recount starts from. */
  readonly paidIn: Map<string, bigint>;
};

/** Valid CNPJs, numeric and alphanumeric. */
const cnpjs = ["11222333000181", "12ABC34501DE35", "33000167000101", "60746948000112", "00000000000191"];

/** Makes funds with their books opened, an operator and a manager, all through the verbs. */
export async function createCast(world: World, plans: readonly FundPlan[]): Promise<Cast> {
  const { system } = world;
  const paidIn = new Map<string, bigint>();
  const fundIds = new Map<string, string>();
  for (const [index, { engine, ...plan }] of plans.entries()) {
    const cnpj = cnpjs[index] ?? "";
    const { fundId } = await createFund(system, {
      ...plan,
      cnpj,
      name: `Fundo ${plan.code}`,
      openedOn: "2026-01-05",
    });
    if (engine === "linha") await updateEngine(system, { fundId, engine, reason: "corrida de falhas" });
    fundIds.set(plan.code, fundId);
    paidIn.set(fundId, plan.openingCents);
  }
  const operator = await createPerson(world, "operacao", []);
  const manager = await createPerson(world, "gestor", [...fundIds.values()]);
  return { fundIds, operator, manager, paidIn };
}

async function createPerson(world: World, role: Role, fundIds: string[]): Promise<Actor> {
  const { userId } = await world.system.transaction((tx) =>
    createUser(tx, {
      email: `${role}@exemplo.com.br`,
      name: `Pessoa ${role}`,
      password: "uma senha bem longa",
      role,
      seesAllFunds: fundIds.length === 0,
      fundIds,
    }),
  );
  const funds = fundIds.length === 0 ? "all" : fundIds;
  return { kind: "user", id: userId, userId, capabilities: roleCapabilities[role], funds };
}

/** Pays money into a fund, once however often it has to be asked. */
export async function payIn(world: World, cast: Cast, code: string, amountCents: bigint): Promise<void> {
  const contributionId = newId();
  const fundId = cast.fundIds.get(code) ?? "";
  cast.paidIn.set(contributionId, amountCents);
  for (;;) {
    try {
      return await contribute(world.system, {
        fundId,
        contributionId,
        amountCents,
        effectiveOn: "2026-07-01",
      });
    } catch (error) {
      const [entry] = await rowsOnceUp(world, "select 1 from ledger_entry where cause_id = $1", [
        contributionId,
      ]);
      if (entry) return;
      if (!isPassing(error)) throw error;
    }
  }
}

/** What a query says, once the database is there to ask. */
export async function rowsOnceUp(
  world: World,
  text: string,
  params: unknown[],
): Promise<Record<string, unknown>[]> {
  return until("the database to answer", 60_000, async () => (await world.owner.query(text, params)).rows);
}

/** Whether an error is one of the faults that these tests make, and asking again may help. */
export function isPassing(error: unknown): boolean {
  for (let cause = error; cause instanceof Error; cause = cause.cause) {
    const { code } = cause as { code?: unknown };
    if (typeof code === "string" && /^(57P0[123]|08\d{3}|40001|40P01|25P03|ECONN\w+|EPIPE)$/.test(code))
      return true;
    if (/terminat|timeout exceeded|not queryable|closed|recovery mode|starting up/i.test(cause.message))
      return true;
  }
  return false;
}
