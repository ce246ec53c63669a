import { recordEvents } from "#server/domain/audit/index";
import type { Tx } from "#server/kernel/context";
import { DomainError } from "#server/kernel/errors";
import { newId } from "#server/kernel/id";
import { decideLogin, type LoginHistory } from "./model/login-limit";

/** Whom a try is about and where it comes from, as keyed hashes: the table holds no address of anybody. */
export type AttemptSource = { emailHash: string; addressHash: string };

/**
 * Counts a try as a failure before it is checked: however many arrive at once, no more are checked than
 * the limit allows. Success or {@link forgetAttempt} takes the mark back.
 * @throws `auth.rate_limited` with `retryAfterS`
 */
export async function beginAttempt(tx: Tx, source: AttemptSource): Promise<bigint> {
  await tx.sql(
    "select pg_advisory_xact_lock(hashtextextended(key, 0))::text as held from unnest($1::text[]) as k(key)",
    [[`login:${source.emailHash}`, `login:${source.addressHash}`].toSorted()],
  );
  const verdict = decideLogin(await readHistory(tx, source), tx.at);
  if (!verdict.allowed) throw new DomainError("auth.rate_limited", { retryAfterS: verdict.retryAfterS });
  const [attempt] = await tx.sql<{ id: bigint }>(
    "insert into login_attempt (email_hash, ip_hash, succeeded, at) values ($1, $2, false, $3) returning id",
    [source.emailHash, source.addressHash, tx.at],
  );
  return attempt!.id;
}

export async function succeedAttempt(tx: Tx, attemptId: bigint): Promise<void> {
  await tx.sql("update login_attempt set succeeded = true where id = $1", [attemptId]);
}

/** The try led neither in nor out, as a right password whose code is still to come. */
export async function forgetAttempt(tx: Tx, attemptId: bigint): Promise<void> {
  await tx.sql("delete from login_attempt where id = $1", [attemptId]);
}

/** A try that was refused, in the audit trail. */
export function recordRefusal(tx: Tx, userId: string | null, reason: "credentials" | "code" | "password") {
  return recordEvents(tx, [
    {
      action: "session.refuse",
      subjectType: userId ? "user" : "sign_in",
      subjectId: userId ?? newId(),
      reason,
    },
  ]);
}

async function readHistory(tx: Tx, source: AttemptSource): Promise<LoginHistory> {
  const [row] = await tx.sql<{
    pair: number;
    pair_last: Date | null;
    address: number;
    account: number;
    account_last: Date | null;
    everyone: number;
    known: boolean;
  }>(
    `with failed as (
       select email_hash, ip_hash, at from login_attempt
        where not succeeded and at > $3::timestamptz - interval '15 minutes' and (email_hash = $1 or ip_hash = $2)
     ), last_success as (
       select max(at) as at from login_attempt where succeeded and email_hash = $1 and ip_hash = $2
     )
     select count(*) filter (where email_hash = $1 and ip_hash = $2 and f.at > coalesce(s.at, '-infinity'))::int as pair,
            max(f.at) filter (where email_hash = $1 and ip_hash = $2) as pair_last,
            count(*) filter (where ip_hash = $2)::int as address,
            count(*) filter (where email_hash = $1)::int as account,
            max(f.at) filter (where email_hash = $1) as account_last,
            (select count(*)::int from (select succeeded, at from login_attempt order by id desc limit 1000) recent
              where not succeeded and at > $3::timestamptz - interval '1 minute') as everyone,
            coalesce((select at > $3::timestamptz - interval '30 days' from last_success), false) as known
       from failed f cross join last_success s`,
    [source.emailHash, source.addressHash, tx.at],
  );
  return {
    pairFailures: row!.pair,
    pairLastAt: row!.pair_last,
    addressFailures: row!.address,
    accountFailures: row!.account,
    accountLastAt: row!.account_last,
    everyoneFailures: row!.everyone,
    isKnownAddress: row!.known,
  };
}
