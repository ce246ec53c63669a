import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { Actor } from "#server/kernel/actor";
import type { Ctx } from "#server/kernel/context";
import { enter, openPeopleTest, type PeopleTest } from "#server/testing/people";
import { changePassword, endListedSession, endSessions, findSessionActor, type OpenedSession } from "./index";
import { listSessions } from "./queries";

let t: PeopleTest;
beforeAll(async () => {
  t = await openPeopleTest();
});
afterAll(() => t.close());

const password = "uma senha comprida";
const newPassword = "girassol lento na varanda";
const isAlive = async (session: OpenedSession) =>
  (await t.web.transaction((tx) => findSessionActor(tx, session))) !== null;

/** A person with two sessions; `ctx` acts from the first. */
async function twoSessions() {
  const { userId, email } = await t.person("gestor");
  const [here, there] = [(await enter(t, email, password))!, (await enter(t, email, password))!];
  const base = t.as(userId, "gestor");
  const actor: Actor = { ...base.actor, sessionId: here.sessionId };
  const ctx: Ctx = {
    ...base,
    actor,
    transaction: (run) => base.transaction((tx) => run({ ...tx, actor })),
  };
  return { userId, email, here, there, ctx };
}

describe("one's own password", () => {
  test("changes with the present one, and ends every session but this", async () => {
    const { userId, email, here, there, ctx } = await twoSessions();
    const answer = await ctx.transaction((tx) => changePassword(tx, { userId, password, newPassword }));
    expect(answer).toEqual({ ok: true });
    expect([await isAlive(here), await isAlive(there)]).toEqual([true, false]);
    expect(await enter(t, email, password)).toBeNull();
    expect(await enter(t, email, newPassword)).not.toBeNull();
  });

  test("does not change with a wrong one, and that cannot be guessed from a borrowed screen", async () => {
    const { userId, email, there, ctx } = await twoSessions();
    const guess = () =>
      ctx.transaction((tx) => changePassword(tx, { userId, password: "um palpite errado", newPassword }));
    for (let tried = 0; tried < 5; tried++)
      expect(await guess()).toMatchObject({ ok: false, wrong: "password" });
    await expect(guess()).rejects.toMatchObject({ code: "auth.rate_limited" });
    expect(await isAlive(there)).toBe(true);
    expect(await enter(t, email, password), "the way in stays open").not.toBeNull();
  });

  test("is no weak one", async () => {
    const { userId, ctx } = await twoSessions();
    await expect(
      ctx.transaction((tx) => changePassword(tx, { userId, password, newPassword: "Senha@1234567" })),
    ).rejects.toMatchObject({ code: "password.weak", details: { problem: "frequent" } });
  });
});

describe("one's sessions", () => {
  test("are listed with the one in use, and each can be ended", async () => {
    const { userId, here, there, ctx } = await twoSessions();
    const listed = await ctx.transaction((tx) => listSessions(tx, userId));
    expect(listed.map(({ sessionId, isCurrent }) => [sessionId, isCurrent]).sort()).toEqual(
      [
        [here.sessionId, true],
        [there.sessionId, false],
      ].sort(),
    );
    await ctx.transaction((tx) => endListedSession(tx, { userId, sessionId: there.sessionId }));
    expect([await isAlive(here), await isAlive(there)]).toEqual([true, false]);
    await expect(
      ctx.transaction((tx) => endListedSession(tx, { userId, sessionId: there.sessionId })),
    ).rejects.toMatchObject({ code: "session.not_found" });
  });

  test("all others end at once", async () => {
    const { userId, email, here, there, ctx } = await twoSessions();
    const third = (await enter(t, email, password))!;
    const count = await ctx.transaction((tx) => endSessions(tx, { userId, except: here.sessionId }));
    expect(count).toBe(2);
    expect([await isAlive(here), await isAlive(there), await isAlive(third)]).toEqual([true, false, false]);
  });

  test("are nobody else's: another person's session answers like none", async () => {
    const mine = await twoSessions();
    const theirs = await twoSessions();
    await expect(
      mine.ctx.transaction((tx) =>
        endListedSession(tx, { userId: mine.userId, sessionId: theirs.here.sessionId }),
      ),
    ).rejects.toMatchObject({ code: "session.not_found" });
    expect(await isAlive(theirs.here)).toBe(true);
  });
});
