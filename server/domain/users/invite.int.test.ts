import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { makeFund } from "#server/testing/books";
import {
  accept,
  enter,
  goodPassword,
  invite,
  mailedToken,
  openPeopleTest,
  type PeopleTest,
  reader,
} from "#server/testing/people";
import {
  decideAccess,
  findLink,
  inviteUser,
  requestPassword,
  resendInvitation,
  resetPassword,
  revokeInvitation,
} from "./index";
import { getUser, listRequests } from "./queries";

let t: PeopleTest;
let admin: Awaited<ReturnType<PeopleTest["person"]>>;
let auditor: typeof admin;

beforeAll(async () => {
  t = await openPeopleTest();
  admin = await t.person("admin");
  auditor = await t.person("auditor");
});
afterAll(() => t.close());

const expiring = (userId: string) =>
  t.change("update user_link set expires_at = now() - interval '1 second' where user_id = $1", [userId]);

describe("an invitation", () => {
  test("is a link in a mail: its person sets name and password, and signs in", async () => {
    const { email, token, userId } = await invite(t, admin.ctx);
    expect(t.mailer.sent.at(-1)).toMatchObject({ to: email, subject: "Seu convite para o Lastro" });
    expect(t.mailer.sent.at(-1)!.text).toContain(`https://lastro.teste/convite#${token}`);
    expect(await enter(t, email, goodPassword)).toBeNull();
    expect(await accept(t, token)).toEqual({ email });
    expect(await enter(t, email, goodPassword)).toMatchObject({ userId });
    expect(await t.actionsOn(userId)).toEqual([
      "user.invite",
      "session.refuse",
      "user.accept_invitation",
      "session.open",
    ]);
  });

  test("opens once, also for two who come with it at the same time", async () => {
    const { token } = await invite(t, admin.ctx);
    const answers = await Promise.allSettled([accept(t, token), accept(t, token), accept(t, token)]);
    expect(answers.filter(({ status }) => status === "fulfilled")).toHaveLength(1);
    await expect(accept(t, token)).rejects.toMatchObject({ code: "link.invalid" });
  });

  test("is kept as a hash only: neither the database nor a job holds what the mail says", async () => {
    const { token } = await invite(t, admin.ctx);
    const { rows } = await t.change(
      "select 1 from user_link where encode(token_hash, 'escape') like '%' || $1 || '%' union all select 1 from job where payload::text like '%' || $1 || '%'",
      [token],
    );
    expect(rows).toEqual([]);
  });

  test("ends with its time, when it is taken back, and when a newer one is sent", async () => {
    const late = await invite(t, admin.ctx);
    await expiring(late.userId);
    expect(await t.web.transaction((tx) => findLink(tx, "INVITATION", late.token))).toBeNull();
    await expect(accept(t, late.token)).rejects.toMatchObject({ code: "link.invalid" });

    await admin.ctx.transaction((tx) => resendInvitation(tx, late));
    await t.system.drain();
    const newer = mailedToken(t.mailer, late.email);
    await expect(accept(t, late.token)).rejects.toMatchObject({ code: "link.invalid" });
    await admin.ctx.transaction((tx) =>
      revokeInvitation(tx, { userId: late.userId, reason: "convite errado" }),
    );
    await expect(accept(t, newer)).rejects.toMatchObject({ code: "link.invalid" });
  });

  test("that was taken back leaves the address free for another one", async () => {
    const first = await invite(t, admin.ctx);
    await admin.ctx.transaction((tx) =>
      revokeInvitation(tx, { userId: first.userId, reason: "papel errado" }),
    );
    const again = await invite(t, admin.ctx, { email: first.email });
    expect(await accept(t, again.token)).toEqual({ email: first.email });
  });

  test("cannot be sent again or taken back once it was accepted", async () => {
    const { token, userId } = await invite(t, admin.ctx);
    await accept(t, token);
    for (const act of [resendInvitation, revokeInvitation])
      await expect(
        admin.ctx.transaction((tx) => act(tx, { userId, reason: "tarde demais" })),
      ).rejects.toMatchObject({ code: "user.wrong_state" });
  });

  test("takes no weak password, and stays open after the refusal", async () => {
    const { token, email } = await invite(t, admin.ctx);
    for (const [password, problem] of [
      ["Senha@1234567", "frequent"],
      [`x ${email.split("@")[0]} trovoada`, "personal"],
    ] as const)
      await expect(accept(t, token, password)).rejects.toMatchObject({
        code: "password.weak",
        details: { problem },
      });
    expect(await accept(t, token)).toEqual({ email });
  });

  test("to an address that somebody has is refused", async () => {
    await expect(
      admin.ctx.transaction((tx) => inviteUser(tx, reader({ email: auditor.email }))),
    ).rejects.toMatchObject({ code: "user.email_taken" });
  });

  test("hands out no fund that the inviting person does not see", async () => {
    const [own, other] = [await makeFund(t.system.ctx), await makeFund(t.system.ctx)];
    const limited = await t.person("admin", [own.fundId]);
    for (const scope of [
      { seesAllFunds: true },
      { seesAllFunds: false, fundIds: [own.fundId, other.fundId] },
    ])
      await expect(limited.ctx.transaction((tx) => inviteUser(tx, reader(scope)))).rejects.toMatchObject({
        code: "fund.not_found",
      });
    const made = await invite(t, limited.ctx, { seesAllFunds: false, fundIds: [own.fundId] });
    const { fundCodes } = await limited.ctx.transaction((tx) => getUser(tx, made.userId));
    expect(fundCodes).toEqual([own.code]);
  });
});

describe("an invitation to a role that can change something", () => {
  test("is mailed only after a second person approved it", async () => {
    const wanted = reader({ role: "gestor", accessUntil: null });
    const { userId, needsSecondPerson } = await admin.ctx.transaction((tx) => inviteUser(tx, wanted));
    expect(needsSecondPerson).toBe(true);
    await t.system.drain();
    expect(() => mailedToken(t.mailer, wanted.email)).toThrow();
    expect((await admin.ctx.transaction((tx) => getUser(tx, userId))).state).toBe("AWAITING_APPROVAL");
    const [request] = await auditor.ctx.transaction((tx) => listRequests(tx, { userId }));
    const approve = { requestId: request!.requestId, verdict: "approve" as const, reason: "" };
    await expect(admin.ctx.transaction((tx) => decideAccess(tx, approve))).rejects.toMatchObject({
      code: "access.own",
    });
    await auditor.ctx.transaction((tx) => decideAccess(tx, approve));
    await t.system.drain();
    await accept(t, mailedToken(t.mailer, wanted.email));
    expect((await admin.ctx.transaction((tx) => getUser(tx, userId))).state).toBe("ACTIVE");
  });

  test("that is refused leads to nobody", async () => {
    const wanted = reader({ role: "operacao", accessUntil: null });
    const { userId } = await admin.ctx.transaction((tx) => inviteUser(tx, wanted));
    const [request] = await auditor.ctx.transaction((tx) => listRequests(tx, { userId }));
    await auditor.ctx.transaction((tx) =>
      decideAccess(tx, { requestId: request!.requestId, verdict: "reject", reason: "não é da equipe" }),
    );
    await t.system.drain();
    expect(() => mailedToken(t.mailer, wanted.email)).toThrow();
    expect((await admin.ctx.transaction((tx) => getUser(tx, userId))).state).toBe("CANCELLED");
  });
});

describe("a forgotten password", () => {
  const ask = async (email: string) => {
    await requestPassword(t.web, { email, emailHash: `reset:${email}`, addressHash: `reset:${email}` });
    await t.system.drain();
  };

  test("is replaced through a link that works once; every session ends", async () => {
    const { email, token } = await invite(t, admin.ctx);
    await accept(t, token);
    await enter(t, email, goodPassword);
    await ask(email);
    const reset = { token: mailedToken(t.mailer, email), password: "girassol lento na varanda" };
    expect(t.mailer.sent.at(-1)!.text).toContain("https://lastro.teste/senha#");
    await resetPassword(t.web, reset);
    const alive = await t.change(
      "select 1 from user_session s join app_user u on u.id = s.user_id where u.email = $1 and s.ended_at is null",
      [email],
    );
    expect(alive.rows).toEqual([]);
    expect(await enter(t, email, goodPassword)).toBeNull();
    expect(await enter(t, email, reset.password)).not.toBeNull();
    await expect(resetPassword(t.web, reset)).rejects.toMatchObject({ code: "link.invalid" });
  });

  test("of nobody is answered the same and mails nothing; many asks become a few mails", async () => {
    const before = t.mailer.sent.length;
    await ask("ninguem@teste.localhost");
    expect(t.mailer.sent.length).toBe(before);
    for (let asked = 0; asked < 5; asked++) await ask(admin.email);
    await expect(ask(admin.email)).rejects.toMatchObject({ code: "auth.rate_limited" });
    expect(t.mailer.sent.filter(({ to }) => to === admin.email).length).toBeLessThanOrEqual(5);
  });

  test("link of one kind opens nothing of the other", async () => {
    const { token } = await invite(t, admin.ctx);
    await expect(
      resetPassword(t.web, { token, password: "girassol lento na varanda" }),
    ).rejects.toMatchObject({ code: "link.invalid" });
  });
});
