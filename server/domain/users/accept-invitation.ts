import { recordEvents } from "#server/domain/audit/index";
import type { Ctx } from "#server/kernel/context";
import { DomainError } from "#server/kernel/errors";
import { type AttemptSource, beginAttempt } from "./attempts";
import { requireGoodPassword } from "./change-password";
import { issueLink, spendLink } from "./link";
import { hashPassword } from "./password";
import { voidSessions } from "./session";

/**
 * An invited person sets their name and password with the link of the mail, once.
 * @throws `link.invalid`, `password.weak`
 */
export async function acceptInvitation(
  ctx: Ctx,
  input: { token: string; name: string; password: string },
): Promise<{ email: string }> {
  return ctx.transaction(async (tx) => {
    const { userId } = await spendLink(tx, "INVITATION", input.token);
    await requireGoodPassword(tx, userId, input.password, input.name);
    const [user] = await tx.sql<{ email: string }>(
      "update app_user set name = $2, password_hash = $3 where id = $1 returning email",
      [userId, input.name, await hashPassword(input.password)],
    );
    await recordEvents(tx, [
      {
        action: "user.accept_invitation",
        subjectType: "user",
        subjectId: userId,
        after: { accepted: true },
        personal: { name: input.name },
      },
    ]);
    return { email: user!.email };
  });
}

/**
 * Mails the way to a new password to whoever has an account under this address. The answer is the same
 * for an address that nobody has; what a person may ask for in an hour is limited.
 * @throws `auth.rate_limited`
 */
export async function requestPassword(ctx: Ctx, input: { email: string } & AttemptSource): Promise<void> {
  await ctx.transaction((tx) => beginAttempt(tx, input));
  await ctx
    .transaction(async (tx) => {
      const [user] = await tx.sql<{ id: string }>(
        `select id from app_user where lower(email) = $1 and password_hash is not null and disabled_at is null
            and (access_until is null or access_until > $2::timestamptz)`,
        [input.email, tx.at],
      );
      if (!user) return;
      await recordEvents(tx, [{ action: "user.request_password", subjectType: "user", subjectId: user.id }]);
      await issueLink(tx, { kind: "PASSWORD", userId: user.id });
    })
    .catch((error: unknown) => {
      // Telling that there were too many links would tell that there is an account.
      if (!(error instanceof DomainError) || error.code !== "link.too_many") throw error;
    });
}

/**
 * Sets a new password with the link of the mail, once; every session of the person ends. The second
 * factor stays.
 * @throws `link.invalid`, `password.weak`
 */
export async function resetPassword(ctx: Ctx, input: { token: string; password: string }): Promise<void> {
  await ctx.transaction(async (tx) => {
    const { userId } = await spendLink(tx, "PASSWORD", input.token);
    await requireGoodPassword(tx, userId, input.password);
    await tx.sql("update app_user set password_hash = $2 where id = $1", [
      userId,
      await hashPassword(input.password),
    ]);
    await voidSessions(tx, userId);
    await recordEvents(tx, [{ action: "user.reset_password", subjectType: "user", subjectId: userId }]);
  });
}
