import type { Ctx, Tx } from "#server/kernel/context";

export type Presence = { userId: string; name: string; step: string; seenAt: Date; isMe: boolean };

const seenWithin = "12 seconds";

/** Notes that the actor has the file open at a step; nothing of the file changes. */
export async function markPresence(ctx: Ctx, input: { uploadId: string; step: string }): Promise<void> {
  const { userId } = ctx.actor;
  if (!userId) return;
  await ctx.transaction(async (tx) => {
    await tx.sql(
      `insert into upload_presence (upload_id, user_id, step) values ($1, $2, $3)
       on conflict (upload_id, user_id) do update set step = excluded.step, seen_at = now()`,
      [input.uploadId, userId, input.step],
    );
  });
}

/**
 * Another text whenever somebody changed the file, a line of it or one of its corrections, or came, went or
 * took another step: cheap, so that it can be asked for all the time. Empty when the file is out of sight.
 */
export async function readUploadMark(tx: Tx, uploadId: string): Promise<string> {
  const [row] = await tx.sql<{ mark: string }>(
    `select concat_ws(' ', u.xmin,
              (select string_agg(p.user_id || p.step, ',' order by p.user_id) from upload_presence p
                where p.upload_id = u.id and p.seen_at > now() - interval '${seenWithin}'),
              (select count(*) || ':' || coalesce(max(e.edited_at)::text, '') from upload_edit e where e.upload_id = u.id),
              (select string_agg(c.xmin::text, ',' order by c.id) from upload c where c.parent_id = u.id),
              (select r.xmin from upload_reversal r where r.upload_id = u.id)) as mark
       from upload u where u.id = $1`,
    [uploadId],
  );
  return row?.mark ?? "";
}

/** Who has the file open now. Instants are left to the second, so that mere presence is no news. */
export async function listPresence(tx: Tx, uploadId: string): Promise<Presence[]> {
  return await tx.sql<Presence>(
    `select p.user_id as "userId", a.name, p.step, date_trunc('minute', p.seen_at) as "seenAt", p.user_id is not distinct from $2::uuid as "isMe"
       from upload_presence p join app_user a on a.id = p.user_id
      where p.upload_id = $1 and p.seen_at > now() - interval '${seenWithin}' order by a.name, p.user_id`,
    [uploadId, tx.actor.userId],
  );
}
