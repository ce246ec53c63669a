import { z } from "zod";
import { recordEvents } from "#server/domain/audit/index";
import type { Ctx, Tx } from "#server/kernel/context";

/** What a person chose for themselves, on any machine. Absent means as everyone has it. */
export type Preferences = {
  /** Keys that type a character are shortcuts. */
  shortcutsAreOn: boolean;
};

export const keepPreferencesInput = z.strictObject({ shortcutsAreOn: z.boolean() });

export async function getPreferences(tx: Tx): Promise<Preferences> {
  const rows = await tx.sql<{ name: string; value: string }>(
    "select name, value from user_preference where user_id = $1",
    [tx.actor.userId],
  );
  const values = new Map(rows.map(({ name, value }) => [name, value]));
  return { shortcutsAreOn: values.get("shortcuts") !== "off" };
}

/** Keeps the actor's own preferences. */
export async function keepPreferences(
  ctx: Ctx,
  input: z.infer<typeof keepPreferencesInput>,
): Promise<Preferences> {
  const { shortcutsAreOn } = keepPreferencesInput.parse(input);
  return await ctx.transaction(async (tx) => {
    const before = await getPreferences(tx);
    await tx.sql(
      `insert into user_preference (user_id, name, value, updated_at) values ($1, 'shortcuts', $2, $3)
       on conflict (user_id, name) do update set value = excluded.value, updated_at = excluded.updated_at`,
      [tx.actor.userId, shortcutsAreOn ? "on" : "off", tx.at],
    );
    await recordEvents(tx, [
      {
        action: "preference.update",
        subjectType: "user",
        subjectId: tx.actor.id,
        before,
        after: { shortcutsAreOn },
      },
    ]);
    return { shortcutsAreOn };
  });
}
