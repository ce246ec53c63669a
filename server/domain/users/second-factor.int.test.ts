import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { enrol, enter, openPeopleTest, type PeopleTest } from "#server/testing/people";
import {
  beginTotp,
  confirmTotp,
  decideAccess,
  disableTotp,
  findSessionActor,
  renewRecoveryCodes,
  requestTotpReset,
} from "./index";
import { getTotpState } from "./queries";

let t: PeopleTest;
beforeAll(async () => {
  t = await openPeopleTest();
});
afterAll(() => t.close());

const password = "uma senha comprida";
const code = (error: unknown) => (error as { code?: string }).code;
const tryIn = (email: string, given?: string) => enter(t, email, password, given).catch(code);

describe("the second factor", () => {
  test("is asked for once it was confirmed, and only of who knows the password", async () => {
    const { userId, email, ctx } = await t.person("gestor");
    await ctx.transaction((tx) => beginTotp(tx, userId));
    expect(await tryIn(email)).toMatchObject({ userId });
    const { codeAt } = await enrol(ctx, userId);
    expect(await tryIn(email)).toBe("auth.code_required");
    expect(await enter(t, email, "outra senha errada")).toBeNull();
    expect(await enter(t, email, "outra senha errada", codeAt(0))).toBeNull();
    expect(await tryIn(email, codeAt(0))).toMatchObject({ userId });
  });

  test("takes each code once, also from two processes at the same moment", async () => {
    const { userId, email, ctx } = await t.person("gestor");
    const { codeAt } = await enrol(ctx, userId);
    const now = codeAt(0);
    const answers = await Promise.all([tryIn(email, now), tryIn(email, now), tryIn(email, now)]);
    expect(answers.filter((answer) => typeof answer === "object")).toHaveLength(1);
    expect(answers.filter((answer) => answer === "auth.code_wrong")).toHaveLength(2);
    expect(await tryIn(email, codeAt(-30)), "an older one neither").toBe("auth.code_wrong");
    expect(await tryIn(email, codeAt(30))).toMatchObject({ userId });
  });

  test("cannot be guessed: after a few wrong codes each waits longer, right or wrong", async () => {
    const { userId, email, ctx } = await t.person("gestor");
    const { codeAt } = await enrol(ctx, userId);
    const wrong = codeAt(0) === "000000" ? "111111" : "000000";
    for (let tried = 0; tried < 5; tried++) expect(await tryIn(email, wrong)).toBe("auth.code_wrong");
    await expect(enter(t, email, password, codeAt(0))).rejects.toMatchObject({
      code: "auth.rate_limited",
      details: { retryAfterS: 15 },
    });
    await t.change("update user_totp set failed_at = now() - interval '16 seconds' where user_id = $1", [
      userId,
    ]);
    expect(await tryIn(email, codeAt(0))).toMatchObject({ userId });
  });

  test("has ten recovery codes, each good once; new ones make the old worthless", async () => {
    const { userId, email, ctx } = await t.person("gestor");
    const { codeAt, recoveryCodes } = await enrol(ctx, userId);
    expect(new Set(recoveryCodes).size).toBe(10);
    expect(await tryIn(email, ` ${recoveryCodes[0]!.toUpperCase()} `)).toMatchObject({ userId });
    expect(await tryIn(email, recoveryCodes[0])).toBe("auth.code_wrong");
    expect((await ctx.transaction((tx) => getTotpState(tx, userId))).recoveryCodesLeft).toBe(9);
    const renewed = await ctx.transaction((tx) =>
      renewRecoveryCodes(tx, { userId, password, code: codeAt(0) }),
    );
    expect(renewed.recoveryCodes).toHaveLength(10);
    expect(await tryIn(email, recoveryCodes[1])).toBe("auth.code_wrong");
    expect(await tryIn(email, renewed.recoveryCodes[1])).toMatchObject({ userId });
  });

  test("is worthless to who has the database: no secret and no recovery code is readable in it", async () => {
    const { userId, ctx } = await t.person("gestor");
    const { secret, recoveryCodes } = await enrol(ctx, userId);
    const { rows } = await t.change(
      `select encode(secret, 'escape') as text from user_totp where user_id = $1
       union all select encode(code_hash, 'escape') from user_recovery_code where user_id = $1
       union all select encode(canonical, 'escape') from audit_event where subject_id = $1`,
      [userId],
    );
    const stored = rows.map(({ text }) => String(text)).join("\n");
    for (const one of [secret, ...recoveryCodes.flatMap((each) => [each, each.replaceAll("-", "")])])
      expect(stored).not.toContain(one);
  });

  test("moved to another person's row opens nothing", async () => {
    const [mine, theirs] = [await t.person("gestor"), await t.person("gestor")];
    const { codeAt } = await enrol(mine.ctx, mine.userId);
    await enrol(theirs.ctx, theirs.userId);
    await t.change(
      "update user_totp set secret = (select secret from user_totp where user_id = $1) where user_id = $2",
      [mine.userId, theirs.userId],
    );
    expect(await tryIn(theirs.email, codeAt(0))).toBe("auth.code_wrong");
  });

  test("begins anew until it is confirmed, ends other sessions then, and is not replaced after", async () => {
    const { userId, email, ctx } = await t.person("gestor");
    const session = (await enter(t, email, password))!;
    await ctx.transaction((tx) => beginTotp(tx, userId));
    expect(await ctx.transaction((tx) => confirmTotp(tx, { userId, code: "12345" }))).toBeNull();
    await enrol(ctx, userId);
    expect(await t.web.transaction((tx) => findSessionActor(tx, session))).toBeNull();
    await expect(ctx.transaction((tx) => beginTotp(tx, userId))).rejects.toMatchObject({ code: "totp.on" });
  });

  test("is turned off with password and code only, and not where the role asks for it", async () => {
    const { userId, email, ctx } = await t.person("gestor");
    const { codeAt } = await enrol(ctx, userId);
    const off = (given: { password: string; code: string }) =>
      ctx.transaction((tx) => disableTotp(tx, { userId, ...given }));
    expect(await off({ password: "outra senha errada", code: codeAt(0) })).toMatchObject({
      wrong: "password",
    });
    expect(await off({ password, code: "000000" })).toMatchObject({ wrong: "code" });
    expect(await off({ password, code: codeAt(0) })).toEqual({ ok: true });
    expect(await tryIn(email)).toMatchObject({ userId });

    const admin = await t.person("admin");
    const enrolled = await enrol(admin.ctx, admin.userId);
    await expect(
      admin.ctx.transaction((tx) =>
        disableTotp(tx, { userId: admin.userId, password, code: enrolled.codeAt(0) }),
      ),
    ).rejects.toMatchObject({ code: "totp.required" });
  });

  test("of another person is taken away by two", async () => {
    const [lost, admin, auditor] = [
      await t.person("operacao"),
      await t.person("admin"),
      await t.person("auditor"),
    ];
    await enrol(lost.ctx, lost.userId);
    const reason = "perdeu o aparelho na viagem";
    const { requestId } = await admin.ctx.transaction((tx) =>
      requestTotpReset(tx, { userId: lost.userId, reason }),
    );
    expect(await tryIn(lost.email)).toBe("auth.code_required");
    await expect(
      admin.ctx.transaction((tx) => decideAccess(tx, { requestId, verdict: "approve", reason: "" })),
    ).rejects.toMatchObject({ code: "access.own" });
    await auditor.ctx.transaction((tx) => decideAccess(tx, { requestId, verdict: "approve", reason: "" }));
    expect(await tryIn(lost.email)).toMatchObject({ userId: lost.userId });
    expect(await t.actionsOn(lost.userId)).toContain("totp.reset");
  });
});

describe("a role that must have it", () => {
  test("works without for the days of grace, then may do nothing but set it up", async () => {
    const { userId, email, ctx } = await t.person("auditor");
    const session = (await enter(t, email, password))!;
    const actor = () => t.web.transaction((tx) => findSessionActor(tx, session));
    expect((await actor())!.capabilities.size).toBeGreaterThan(0);
    const { graceUntil } = await ctx.transaction((tx) => getTotpState(tx, userId));
    const days = (graceUntil!.getTime() - Date.now()) / 86_400_000;
    expect(Math.round(days)).toBe(7);

    await t.change("update app_user set totp_grace_until = now() - interval '1 second' where id = $1", [
      userId,
    ]);
    expect(await actor()).toMatchObject({ capabilities: new Set(), mustEnrol: true });
    const { codeAt } = await enrol(ctx, userId);
    const again = (await enter(t, email, password, codeAt(0)))!;
    const after = await t.web.transaction((tx) => findSessionActor(tx, again));
    expect(after!.capabilities.has("review:decide")).toBe(true);
    expect(after!.mustEnrol).toBeUndefined();
  });

  test("gets no new days by signing in again", async () => {
    const { userId, email } = await t.person("auditor");
    await enter(t, email, password);
    const read = async () =>
      (await t.change("select totp_grace_until as until from app_user where id = $1", [userId])).rows[0]
        .until;
    const first = await read();
    await enter(t, email, password);
    expect(await read()).toEqual(first);
  });
});
