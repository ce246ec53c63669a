import { createHmac } from "node:crypto";
import { createUser, findUserActor, findUserPassword, verifyPassword } from "#server/domain/users/index";
import { databaseUrl, type Env } from "#server/infra/env";
import type { Ctx } from "#server/kernel/context";
import { demoPeople } from "./plan";

export type DemoUser = { email: string; password: string; role: string };

/**
 * A password that this installation can say again and another cannot guess: it follows from the
 * database's own. Three groups of four, without letters that look alike.
 */
export function demoPassword(env: Env, email: string): string {
  const url = new URL(databaseUrl(env, "lastro_worker"));
  const bytes = createHmac("sha256", url.password || url.username)
    .update(`lastro:demo:${email}`)
    .digest();
  const letters = Array.from(bytes.subarray(0, 12), (byte) => alphabet[byte % alphabet.length]).join("");
  return letters.replace(/(.{4})(?=.)/g, "$1-");
}
const alphabet = "abcdefghjkmnpqrstuvwxyz23456789";

/** Makes who is missing; who is there keeps what they have. */
export async function ensurePeople(ctx: Ctx, env: Env, fundIds: readonly string[]): Promise<void> {
  const aYear = new Date(ctx.clock.now().getTime() + 365 * 86_400_000);
  for (const person of demoPeople) {
    if (await ctx.transaction((tx) => findUserActor(tx, person.email))) continue;
    await ctx.transaction((tx) =>
      createUser(tx, {
        ...person,
        password: demoPassword(env, person.email),
        fundIds: person.seesAllFunds ? [] : [...fundIds],
        accessUntil: person.role === "auditor_externo" ? aYear : null,
      }),
    );
  }
}

/** The demonstration's people with their passwords, as far as they were not changed since. */
export async function listPeople(ctx: Ctx, env: Env): Promise<DemoUser[]> {
  return await Promise.all(
    demoPeople.map(async ({ email, role }) => {
      const password = demoPassword(env, email);
      const stored = await ctx.transaction((tx) => findUserPassword(tx, email));
      const isKept = await verifyPassword(stored, password);
      return { email, password: isKept ? password : "(alterada)", role };
    }),
  );
}
