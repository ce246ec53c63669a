import { randomUUID } from "node:crypto";
import type pg from "pg";
import { acceptInvitation, beginTotp, confirmTotp, inviteUser, signIn } from "#server/domain/users/index";
import { totpCode } from "#server/domain/users/model/one-time-code";
import type { Invitation } from "#server/domain/users/schemas";
import { createCtx, systemActor } from "#server/infra/context";
import { openPool } from "#server/infra/database";
import { roleUrl } from "#server/infra/env";
import { type Role, roleCapabilities } from "#server/kernel/capabilities";
import type { Ctx } from "#server/kernel/context";
import { makeUser } from "./books";
import { createFakeMailer, type FakeMailer } from "./fakes";
import { openTestRuntime, type TestRuntime } from "./runtime";

export const goodPassword = "trovoada quieta azulejo";

export type PeopleTest = {
  system: TestRuntime;
  mailer: FakeMailer;
  /** What the sign-in page has: the web's database role and no fund in scope. */
  web: Ctx;
  /** A person's own context, on the web's database role. */
  as(userId: string, role: Role, funds?: readonly string[]): Ctx;
  /** A new person with a role, and what they act with. */
  person(role: Role, funds?: readonly string[]): Promise<{ userId: string; email: string; ctx: Ctx }>;
  change(text: string, params?: unknown[]): Promise<pg.QueryResult>;
  actionsOn(subjectId: string): Promise<string[]>;
  close(): Promise<void>;
};

export async function openPeopleTest(): Promise<PeopleTest> {
  const mailer = createFakeMailer();
  const system = await openTestRuntime({ mailer });
  const pool = openPool(roleUrl(system.ownerUrl, "lastro_web"), { max: 12, applicationName: "people-test" });
  const runtime = { ...system.runtime, pool };
  const as: PeopleTest["as"] = (userId, role, funds) =>
    createCtx(runtime, {
      kind: "user",
      id: userId,
      userId,
      capabilities: roleCapabilities[role],
      funds: funds ?? "all",
    });
  return {
    system,
    mailer,
    as,
    web: createCtx(runtime, { ...systemActor("sign-in"), funds: [] }),
    async person(role, funds) {
      const made = await makeUser(system.ctx, role, funds);
      return { ...made, ctx: as(made.userId, role, funds) };
    },
    change: (text, params = []) => system.runtime.pool.query(text, params),
    async actionsOn(subjectId) {
      const { rows } = await system.runtime.pool.query(
        "select action from audit_event where subject_id = $1 order by seq",
        [subjectId],
      );
      return rows.map((row) => String(row.action));
    },
    async close() {
      await pool.end();
      await system.close();
    },
  };
}

/** An invitation that only reads, so that no second person is asked. */
export function reader(given: Partial<Invitation> = {}): Invitation {
  return {
    email: `${randomUUID().slice(0, 8)}@convidado.teste`,
    name: "Pessoa Convidada",
    role: "auditor_externo",
    seesAllFunds: true,
    fundIds: [],
    accessUntil: "2099-12-31",
    reason: "trabalho de auditoria do ano",
    ...given,
  };
}

/** The secret of the newest mail to an address. */
export function mailedToken(mailer: FakeMailer, email: string): string {
  const mail = mailer.sent.findLast(({ to }) => to === email);
  const token = mail?.text.match(/#([A-Za-z0-9_-]{43})/)?.[1];
  if (!token) throw new Error(`no link was mailed to ${email}`);
  return token;
}

export async function invite(test: PeopleTest, by: Ctx, given: Partial<Invitation> = {}) {
  const wanted = reader(given);
  const { userId } = await by.transaction((tx) => inviteUser(tx, wanted));
  await test.system.drain();
  return { userId, email: wanted.email, token: mailedToken(test.mailer, wanted.email) };
}

export function accept(test: PeopleTest, token: string, password = goodPassword) {
  return acceptInvitation(test.web, { token, name: "Pessoa Convidada", password });
}

export function enter(test: PeopleTest, email: string, password: string, code?: string) {
  return signIn(test.web, {
    email,
    password,
    ...(code === undefined ? {} : { code }),
    emailHash: email,
    addressHash: randomUUID(),
    userAgent: "test",
  });
}

/** Turns a person's second factor on; their codes are made for `at`, the confirming one a minute before. */
export async function enrol(ctx: Ctx, userId: string) {
  const { secret } = await ctx.transaction((tx) => beginTotp(tx, userId));
  const codeAt = (offsetS: number) => totpCode(secret, new Date(Date.now() + offsetS * 1000));
  const confirmed = await ctx.transaction((tx) => confirmTotp(tx, { userId, code: codeAt(-30) }));
  if (!confirmed) throw new Error("the code was not taken");
  return { secret, codeAt, recoveryCodes: confirmed.recoveryCodes };
}
