import { createUser, findUserActor, findUserPassword, verifyPassword } from "#server/domain/users/index";
import { demoPassword } from "#server/infra/demonstration";
import type { Env } from "#server/infra/env";
import type { Ctx } from "#server/kernel/context";
import { demoPeople } from "./plan";

export type DemoUser = { email: string; password: string; role: string };

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
        // One click lets them in; a week later it still should.
        totpGraceUntil: aYear,
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
