import { readCalendar } from "#server/domain/calendar/index";
import { fundScope } from "#server/kernel/actor";
import { addDays, localDay, localInstant } from "#server/kernel/business-day";
import type { Tx } from "#server/kernel/context";
import { serviceDays } from "./model/service-time";

/** How long open items have waited: less than an hour, four hours, a day, three days, or longer. */
export const ages = ["hour", "fourHours", "day", "threeDays", "longer"] as const;
export type Age = (typeof ages)[number];

export type TeamMember = {
  userId: string;
  name: string;
  /** Decisions that stand; first approvals count, as they are work too. */
  decided: number;
  approved: number;
  rejected: number;
  edited: number;
  undone: number;
  /** Of their decisions, those within the time in which the item should be decided. */
  onTime: number;
  amountCents: bigint;
  /** Open items that are theirs. */
  assigned: number;
};

export type TeamNumbers = {
  /** First instant that counts: midnight in São Paulo, so many days ago. */
  since: Date;
  open: { count: number; overdue: number; amountCents: bigint };
  ageing: { age: Age; count: number; overdue: number; amountCents: bigint }[];
  /** Items that ended by a decision since; seconds of business time from arrival to the last decision. */
  ended: { count: number; onTime: number; medianS: number | null; p90S: number | null };
  people: TeamMember[];
};

const inSight = "($1::uuid[] is null or i.fund_id = any ($1))";

/** What a head of the team asks: how old the queue is, how fast it is served, and who decided how much. */
export async function readTeamNumbers(tx: Tx, { days }: { days: number }): Promise<TeamNumbers> {
  const since = localInstant(addDays(localDay(tx.at), 1 - days), "00:00");
  const funds = fundScope(tx.actor);
  const ageing = await readAgeing(tx, funds);
  const sum = (of: "count" | "overdue") => ageing.reduce((total, row) => total + row[of], 0);
  return {
    since,
    open: {
      count: sum("count"),
      overdue: sum("overdue"),
      amountCents: ageing.reduce((total, row) => total + row.amountCents, 0n),
    },
    ageing,
    ended: await readEnded(tx, funds, since),
    people: await readPeople(tx, funds, since),
  };
}

type Funds = readonly string[] | null;

async function readAgeing(tx: Tx, funds: Funds): Promise<TeamNumbers["ageing"]> {
  const rows = await tx.sql<TeamNumbers["ageing"][number]>(
    `select case when waited < interval '1 hour' then 'hour' when waited < interval '4 hours' then 'fourHours'
                 when waited < interval '1 day' then 'day' when waited < interval '3 days' then 'threeDays' else 'longer' end as age,
            count(*)::int as count, count(*) filter (where due_at < now())::int as overdue,
            coalesce(sum(amount_cents), 0)::bigint as "amountCents"
       from (select now() - i.opened_at as waited, i.due_at, i.amount_cents from review_item i
              where i.state = 'OPEN' and ${inSight}) as open
      group by 1`,
    [funds],
  );
  const byAge = new Map(rows.map((row) => [row.age, row]));
  return ages.map((age) => byAge.get(age) ?? { age, count: 0, overdue: 0, amountCents: 0n });
}

async function readEnded(tx: Tx, funds: Funds, since: Date): Promise<TeamNumbers["ended"]> {
  const [oldest] = await tx.sql<{ at: Date | null }>(
    `select min(i.opened_at) as at from review_item i
      where exists (select 1 from review_decision d where d.review_item_id = i.id and d.decided_at >= $2) and ${inSight}`,
    [funds, since],
  );
  const days = serviceDays(localDay(oldest?.at ?? tx.at), localDay(tx.at), undefined, await readCalendar(tx));
  const [row] = await tx.sql<TeamNumbers["ended"]>(
    `with days as (
       select * from unnest($3::date[], $4::float8[], $5::timestamptz[], $6::timestamptz[]) as d(day, before, opens, closes)),
     ended as (
       select i.opened_at, i.due_at, max(d.decided_at) as decided_at
         from review_item i join review_decision d on d.review_item_id = i.id and d.state in ('HELD', 'APPLIED')
        where d.decided_at >= $2 and ${inSight} group by i.id)
     select count(*)::int as count, count(*) filter (where decided_at <= due_at)::int as "onTime",
            percentile_cont(0.5) within group (order by took) as "medianS", percentile_cont(0.9) within group (order by took) as "p90S"
       from (select decided_at, due_at, ${servedBy("decided_at", "c")} - ${servedBy("opened_at", "o")} as took
               from ended
               join days o on o.day = (opened_at at time zone 'America/Sao_Paulo')::date
               join days c on c.day = (decided_at at time zone 'America/Sao_Paulo')::date) as timed`,
    [
      funds,
      since,
      days.map(({ day }) => day),
      days.map(({ beforeS }) => beforeS),
      days.map(({ opensAt }) => opensAt),
      days.map(({ closesAt }) => closesAt),
    ],
  );
  return row as TeamNumbers["ended"];
}

/** Service seconds until an instant, by the day that it lies in. */
function servedBy(instant: string, day: string): string {
  return `(${day}.before + greatest(0, extract(epoch from least(${instant}, ${day}.closes) - ${day}.opens)::float8))`;
}

async function readPeople(tx: Tx, funds: Funds, since: Date): Promise<TeamMember[]> {
  const stands = "d.state in ('STANDING', 'HELD', 'APPLIED')";
  const did = (verdict: string) => `count(*) filter (where ${stands} and d.verdict = '${verdict}')::int`;
  return await tx.sql<TeamMember>(
    `with done as (
       select d.decided_by as id, count(*) filter (where ${stands})::int as decided, ${did("APPROVE")} as approved,
              ${did("REJECT")} as rejected, ${did("EDIT")} as edited, count(*) filter (where d.state = 'UNDONE')::int as undone,
              count(*) filter (where ${stands} and d.decided_at <= i.due_at)::int as "onTime",
              coalesce(sum(i.amount_cents) filter (where ${stands}), 0)::bigint as amount
         from review_decision d join review_item i on i.id = d.review_item_id
        where d.decided_at >= $2 and ${inSight} group by d.decided_by),
     given as (
       select i.assigned_to as id, count(*)::int as assigned from review_item i
        where i.state = 'OPEN' and i.assigned_to is not null and ${inSight} group by i.assigned_to)
     select u.id as "userId", u.name, coalesce(decided, 0) as decided, coalesce(approved, 0) as approved,
            coalesce(rejected, 0) as rejected, coalesce(edited, 0) as edited, coalesce(undone, 0) as undone,
            coalesce("onTime", 0) as "onTime", coalesce(amount, 0)::bigint as "amountCents", coalesce(assigned, 0) as assigned
       from done full join given using (id) join app_user u using (id)
      order by coalesce(decided, 0) desc, u.name, u.id`,
    [funds, since],
  );
}
