import { fundScope } from "#server/kernel/actor";
import type { Tx } from "#server/kernel/context";
import { DomainError } from "#server/kernel/errors";
import { fundDefaults } from "./model/defaults";

export type Fund = {
  fundId: string;
  code: string;
  name: string;
  cnpj: string;
  rounding: "HALF_UP" | "TRUNCATE";
  priceBasis: "anbima" | "informado";
  jumpLimit: string;
  tradedPriceLimit: string;
  staleBusinessDays: number;
  cutOffTime: string;
  serviceTimeS: number;
  twoPeopleCents: bigint;
  stepUpCents: bigint;
  reviewMinutes: number;
};

/** Rules of a fund that are its own, by name; the others are as every fund has them. */
export type OwnRules = { [Rule in keyof typeof fundDefaults]?: (typeof fundDefaults)[Rule] };

/** Which of a fund's rules differ from the default, each with that default. */
export function listOwnRules(fund: Fund): OwnRules {
  const own = Object.entries(fundDefaults).filter(([rule, value]) => fund[rule as keyof OwnRules] !== value);
  return Object.fromEntries(own);
}

const columns = `id as "fundId", code, name, cnpj, rounding, price_basis as "priceBasis", jump_limit::text as "jumpLimit",
  traded_price_limit::text as "tradedPriceLimit", stale_business_days as "staleBusinessDays",
  to_char(cut_off_time, 'HH24:MI') as "cutOffTime", service_time_s as "serviceTimeS",
  two_people_cents as "twoPeopleCents", step_up_cents as "stepUpCents", review_minutes as "reviewMinutes"`;

/** The funds in the actor's scope, by code. */
export function listFunds(tx: Tx): Promise<Fund[]> {
  return tx.sql<Fund>(
    `select ${columns} from fund where $1::uuid[] is null or id = any ($1) order by code limit 1000`,
    [fundScope(tx.actor)],
  );
}

/** @throws `fund.not_found`, the same for a fund that does not exist and one out of scope */
export async function getFund(tx: Tx, code: string): Promise<Fund> {
  const [fund] = await tx.sql<Fund>(
    `select ${columns} from fund where code = $1 and ($2::uuid[] is null or id = any ($2))`,
    [code, fundScope(tx.actor)],
  );
  if (!fund) throw new DomainError("fund.not_found");
  return fund;
}
