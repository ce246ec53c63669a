import { createHash, randomBytes } from "node:crypto";
import { enqueue } from "#server/domain/jobs/index";
import { notify } from "#server/domain/notifications/index";
import type { Tx } from "#server/kernel/context";
import { DomainError } from "#server/kernel/errors";
import { newId } from "#server/kernel/id";
import { sendLinkJob } from "./jobs";

export type LinkKind = "INVITATION" | "PASSWORD";

/** How long a link opens something, in hours. */
export const linkHours: Readonly<Record<LinkKind, number>> = { INVITATION: 72, PASSWORD: 1 };
const linksAnHour = 5;

/**
 * Sends a person a link of a kind by mail; an earlier one of the kind stops working. Call it last in a
 * transaction: it enqueues.
 * @throws `link.too_many`
 */
export async function issueLink(
  tx: Tx,
  input: { kind: LinkKind; userId: string },
): Promise<{ linkId: string }> {
  const { kind, userId } = input;
  const [recent] = await tx.sql<{ count: number }>(
    `select count(*)::int as count from user_link
      where user_id = $1 and kind = $2 and created_at > $3::timestamptz - interval '1 hour'`,
    [userId, kind, tx.at],
  );
  if ((recent?.count ?? 0) >= linksAnHour) throw new DomainError("link.too_many");
  await revokeLinks(tx, input);
  const linkId = newId();
  const expiresAt = new Date(tx.at.getTime() + linkHours[kind] * 3_600_000);
  await tx.sql(
    "insert into user_link (id, kind, user_id, created_at, created_by, expires_at) values ($1, $2, $3, $4, $5, $6)",
    [linkId, kind, userId, tx.at, tx.actor.userId, expiresAt],
  );
  const ids = await notify(tx, [{ kind: `user.${kind.toLowerCase()}`, subjectId: linkId, userId }]);
  await enqueue(
    tx,
    sendLinkJob,
    ids.map((notificationId) => ({ notificationId })),
  );
  return { linkId };
}

/** Takes a person's open links of a kind back. @returns whether there was one */
export async function revokeLinks(tx: Tx, input: { kind: LinkKind; userId: string }): Promise<boolean> {
  const revoked = await tx.sql(
    `update user_link set revoked_at = $3
      where user_id = $1 and kind = $2 and used_at is null and revoked_at is null returning 1`,
    [input.userId, input.kind, tx.at],
  );
  return revoked.length > 0;
}

/**
 * Gives a link its secret, at the moment of mailing: 256 random bits of which only the SHA-256 stays.
 * null: the link was taken back, used or expired meanwhile, and there is nothing to send.
 */
export async function mintLink(tx: Tx, linkId: string): Promise<{ kind: LinkKind; token: string } | null> {
  const token = randomBytes(32).toString("base64url");
  const [link] = await tx.sql<{ kind: LinkKind }>(
    `update user_link set token_hash = $2
      where id = $1 and used_at is null and revoked_at is null and expires_at > $3::timestamptz returning kind`,
    [linkId, hashLink(token), tx.at],
  );
  return link ? { kind: link.kind, token } : null;
}

export type OpenLink = { email: string; name: string; expiresAt: Date };

/** Whose link this is, if it still opens anything; null for every reason that it does not. */
export async function findLink(tx: Tx, kind: LinkKind, token: string): Promise<OpenLink | null> {
  const [link] = await tx.sql<OpenLink>(
    `select u.email, u.name, l.expires_at as "expiresAt" from user_link l join app_user u on u.id = l.user_id
      where l.token_hash = $1 and ${alive} and ${usable}`,
    [hashLink(token), kind, tx.at],
  );
  return link ?? null;
}

/**
 * Uses a link up: of two who come with it at once, one gets through.
 * @throws `link.invalid`
 */
export async function spendLink(tx: Tx, kind: LinkKind, token: string): Promise<{ userId: string }> {
  const [link] = await tx.sql<{ userId: string }>(
    `update user_link l set used_at = $3 from app_user u
      where u.id = l.user_id and l.token_hash = $1 and ${alive} and ${usable} returning l.user_id as "userId"`,
    [hashLink(token), kind, tx.at],
  );
  if (!link) throw new DomainError("link.invalid");
  return link;
}

const alive = "l.kind = $2 and l.used_at is null and l.revoked_at is null and l.expires_at > $3::timestamptz";
const usable = "u.disabled_at is null and (u.access_until is null or u.access_until > $3::timestamptz)";

function hashLink(token: string): Buffer {
  return createHash("sha256").update(token, "utf8").digest();
}
