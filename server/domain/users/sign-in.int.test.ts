import { randomUUID } from "node:crypto";
import type pg from "pg";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { createCtx, systemActor } from "#server/infra/context";
import { openPool } from "#server/infra/database";
import { roleUrl } from "#server/infra/env";
import { roleCapabilities } from "#server/kernel/capabilities";
import type { Ctx } from "#server/kernel/context";
import { makeFund, makeUser } from "#server/testing/books";
import { openTestRuntime, type TestRuntime } from "#server/testing/runtime";
import { disableUser, endSession, findSessionActor, type OpenedSession, signIn } from "./index";

let system: TestRuntime;
let pool: pg.Pool;
/** What the sign-in page has: the web's database role and no fund in scope. */
let web: Ctx;

beforeAll(async () => {
  system = await openTestRuntime();
  pool = openPool(roleUrl(system.ownerUrl, "lastro_web"), { max: 12, applicationName: "lastro-test-web" });
  web = createCtx({ ...system.runtime, pool }, { ...systemActor("sign-in"), funds: [] });
});
afterAll(async () => {
  await pool.end();
  await system.close();
});

const right = "uma senha comprida";

function enter(email: string, password = right, address = randomUUID()): Promise<OpenedSession | null> {
  return signIn(web, { email, password, emailHash: email, addressHash: address, userAgent: "test" });
}
const actorOf = (claim: OpenedSession) => web.transaction((tx) => findSessionActor(tx, claim));
const change = (text: string, params: unknown[]) => system.runtime.pool.query(text, params);

describe("signing in", () => {
  test("gives the role's rights and the person's funds, and a new session each time", async () => {
    const { fundId } = await makeFund(system.ctx);
    const { email, userId } = await makeUser(system.ctx, "gestor", [fundId]);
    const [first, second] = [await enter(email), await enter(email.toUpperCase().toLowerCase())];
    expect(first!.sessionId).not.toBe(second!.sessionId);
    const actor = await actorOf(first!);
    expect(actor).toMatchObject({ kind: "user", id: userId, funds: [fundId] });
    expect(actor!.capabilities).toEqual(roleCapabilities.gestor);
  });

  test("refuses wrong, unknown, disabled and out of time alike, and records each", async () => {
    const { email } = await makeUser(system.ctx, "operacao");
    const disabled = await makeUser(system.ctx, "operacao");
    const expired = await makeUser(system.ctx, "auditor_externo");
    await system.ctx.transaction((tx) =>
      disableUser(tx, { userId: disabled.userId, reason: "saiu da empresa" }),
    );
    await change("update app_user set access_until = now() - interval '1 minute' where id = $1", [
      expired.userId,
    ]);
    const count = async () =>
      Number(
        (await change("select count(*) from audit_event where action = 'session.refuse'", [])).rows[0].count,
      );
    const before = await count();
    const answers = [
      await enter(email, "outra senha"),
      await enter("ninguem@teste.localhost"),
      await enter(disabled.email),
      await enter(expired.email),
    ];
    expect(answers).toEqual([null, null, null, null]);
    expect(await count()).toBe(before + 4);
  });

  test("keeps no address of anybody in clear, in events or attempts", async () => {
    const { email } = await makeUser(system.ctx, "operacao");
    await enter(email, "outra senha");
    const { rows } = await change("select convert_from(canonical, 'UTF8') as text from audit_event", []);
    expect(rows.some(({ text }) => String(text).includes(email))).toBe(false);
  });
});

describe("a session", () => {
  test("ends at once with logout, and a copy of its cookie with it", async () => {
    const { email } = await makeUser(system.ctx, "operacao");
    const session = await enter(email);
    await web.transaction((tx) => endSession(tx, session!));
    expect(await actorOf(session!)).toBeNull();
  });

  test("ends at once when its person is disabled", async () => {
    const { email, userId } = await makeUser(system.ctx, "operacao");
    const session = await enter(email);
    expect(await actorOf(session!)).not.toBeNull();
    await system.ctx.transaction((tx) => disableUser(tx, { userId, reason: "saiu da empresa" }));
    expect(await actorOf(session!)).toBeNull();
  });

  test("ends after twelve hours, or eight without a request, or when older sessions are voided", async () => {
    const { email, userId } = await makeUser(system.ctx, "operacao");
    const [absolute, idle, voided] = [await enter(email), await enter(email), await enter(email)];
    await change("update user_session set expires_at = now() - interval '1 second' where id = $1", [
      absolute!.sessionId,
    ]);
    await change("update user_session set last_seen_at = now() - interval '8 hours 1 second' where id = $1", [
      idle!.sessionId,
    ]);
    expect(await actorOf(absolute!)).toBeNull();
    expect(await actorOf(idle!)).toBeNull();
    expect(await actorOf(voided!)).not.toBeNull();
    await change("update app_user set session_version = session_version + 1 where id = $1", [userId]);
    expect(await actorOf(voided!)).toBeNull();
  });

  test("carries the rights its person has now, not those of sign-in", async () => {
    const { email, userId } = await makeUser(system.ctx, "gestor");
    const session = await enter(email);
    await change("update app_user set role = 'auditor_externo' where id = $1", [userId]);
    expect((await actorOf(session!))!.capabilities).toEqual(roleCapabilities.auditor_externo);
  });

  test("ends with an outsider's access, at that instant, and opens none again", async () => {
    const { email, userId } = await makeUser(system.ctx, "auditor_externo");
    const endsIn = (seconds: number) =>
      change("update app_user set access_until = now() + $2 * interval '1 second' where id = $1", [
        userId,
        seconds,
      ]);
    await endsIn(60);
    const session = await enter(email);
    expect(await actorOf(session!)).not.toBeNull();
    await endsIn(-1);
    expect(await actorOf(session!)).toBeNull();
    expect(await enter(email)).toBeNull();
  });

  test("belongs to its person: another one's id with it is nobody", async () => {
    const { email } = await makeUser(system.ctx, "operacao");
    const other = await makeUser(system.ctx, "admin");
    const session = await enter(email);
    expect(await actorOf({ ...session!, userId: other.userId })).toBeNull();
  });
});

describe("guessing", () => {
  test("is checked a few times only, however many arrive at once, and locks nobody out", async () => {
    const { email } = await makeUser(system.ctx, "operacao");
    const attacker = randomUUID();
    const tries = await Promise.allSettled(
      Array.from({ length: 60 }, (_, index) => enter(email, `palpite número ${index}`, attacker)),
    );
    const checked = tries.filter((one) => one.status === "fulfilled").length;
    expect(checked).toBeLessThanOrEqual(5);
    const codes = new Set(tries.flatMap((one) => (one.status === "rejected" ? [one.reason.code] : [])));
    expect([...codes]).toEqual(["auth.rate_limited"]);
    expect(await enter(email)).not.toBeNull();
  });

  test("over many accounts from one address is stopped too", async () => {
    const attacker = randomUUID();
    let checked = 0;
    for (let index = 0; index < 25; index++) {
      const answer = await enter(`${randomUUID()}@teste.localhost`, "senha comum aqui", attacker).catch(
        (e) => e.code,
      );
      if (answer === null) checked += 1;
    }
    expect(checked).toBe(20);
  });
});
