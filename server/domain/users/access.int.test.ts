import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { createToken, findTokenActor } from "#server/domain/tokens/index";
import { roleCapabilities } from "#server/kernel/capabilities";
import { makeFund } from "#server/testing/books";
import { enter, openPeopleTest, type PeopleTest } from "#server/testing/people";
import {
  decideAccess,
  disablePerson,
  enablePerson,
  findSessionActor,
  requestAccess,
  requestPolicy,
  withdrawAccess,
} from "./index";
import { listRequests, listRolePolicies } from "./queries";
import type { AccessChange } from "./schemas";

let t: PeopleTest;
type Someone = Awaited<ReturnType<PeopleTest["person"]>>;
let admin: Someone;
let second: Someone;
let auditor: Someone;

beforeAll(async () => {
  t = await openPeopleTest();
  [admin, second, auditor] = [await t.person("admin"), await t.person("admin"), await t.person("auditor")];
});
afterAll(() => t.close());

const oldPassword = "uma senha comprida";
const change = (userId: string, given: Partial<AccessChange> = {}): AccessChange => ({
  userId,
  role: "gestor",
  seesAllFunds: true,
  fundIds: [],
  accessUntil: null,
  reason: "mudou de equipe neste mês",
  ...given,
});
const ask = (by: Someone, wanted: AccessChange) => by.ctx.transaction((tx) => requestAccess(tx, wanted));
const decide = (by: Someone, requestId: string, verdict: "approve" | "reject" = "approve") =>
  by.ctx.transaction((tx) => decideAccess(tx, { requestId, verdict, reason: "" }));
const roleOf = async (userId: string) =>
  (await t.change("select role from app_user where id = $1", [userId])).rows[0].role;

describe("a change of access", () => {
  test("takes a second person, is applied as asked, and is told with before and after", async () => {
    const fund = await makeFund(t.system.ctx);
    const person = await t.person("operacao");
    const wanted = change(person.userId, { seesAllFunds: false, fundIds: [fund.fundId] });
    const { requestId } = await ask(admin, wanted);
    expect(await roleOf(person.userId)).toBe("operacao");
    await decide(auditor, requestId);
    const { rows } = await t.change(
      "select role, sees_all_funds, array(select fund_id::text from user_fund where user_id = id) as funds from app_user where id = $1",
      [person.userId],
    );
    expect(rows).toEqual([{ role: "gestor", sees_all_funds: false, funds: [fund.fundId] }]);
    const events = await t.change(
      "select convert_from(canonical, 'UTF8')::jsonb as event from audit_event where subject_id = $1 and action = 'user.update'",
      [person.userId],
    );
    expect(events.rows[0].event).toMatchObject({
      actor: { id: auditor.userId },
      before: { role: "operacao", seesAllFunds: true },
      after: { role: "gestor", fundIds: [fund.fundId] },
      reason: "mudou de equipe neste mês",
    });
  });

  test("bites at once: the session opened with the old role opens nothing more", async () => {
    const person = await t.person("gestor");
    const session = await enter(t, person.email, oldPassword);
    expect(await t.web.transaction((tx) => findSessionActor(tx, session!))).not.toBeNull();
    const { requestId } = await ask(admin, change(person.userId, { role: "auditor" }));
    await decide(second, requestId);
    expect(await t.web.transaction((tx) => findSessionActor(tx, session!))).toBeNull();
  });

  test("is decided by neither who asked nor who it is about", async () => {
    const { requestId } = await ask(admin, change(second.userId, { role: "auditor" }));
    for (const one of [admin, second])
      await expect(decide(one, requestId)).rejects.toMatchObject({ code: "access.own" });
    await expect(ask(second, change(second.userId))).rejects.toMatchObject({ code: "user.self" });
    await admin.ctx.transaction((tx) => withdrawAccess(tx, { requestId }));
    expect(await roleOf(second.userId)).toBe("admin");
  });

  test("is refused by the database itself for one person alone, and cannot be rewritten", async () => {
    const person = await t.person("operacao");
    const { requestId } = await ask(admin, change(person.userId));
    const write = (text: string) => admin.ctx.transaction((tx) => tx.sql(text, [requestId]));
    for (const decider of ["requested_by", "user_id"])
      await expect(
        write(
          `update access_request set state = 'APPROVED', decided_by = ${decider}, decided_at = now() where id = $1`,
        ),
      ).rejects.toMatchObject({ code: "23514" });
    await expect(
      write(`update access_request set after = '{"role":"admin"}' where id = $1`),
    ).rejects.toMatchObject({ code: "42501" });
    await decide(auditor, requestId, "reject");
    await expect(
      write(
        "update access_request set state = 'PENDING', decided_by = null, decided_at = null where id = $1",
      ),
    ).rejects.toMatchObject({ code: "42501" });
  });

  test("approved by two at once is applied once", async () => {
    const person = await t.person("operacao");
    const { requestId } = await ask(admin, change(person.userId));
    const answers = await Promise.allSettled([decide(auditor, requestId), decide(second, requestId)]);
    expect(answers.filter(({ status }) => status === "fulfilled")).toHaveLength(1);
    expect(answers.find(({ status }) => status === "rejected")).toMatchObject({
      reason: { code: "access.decided" },
    });
    expect((await t.actionsOn(person.userId)).filter((action) => action === "user.update")).toHaveLength(1);
  });

  test("asked about a situation that is no more, or by who may not ask any more, is not applied", async () => {
    const person = await t.person("operacao");
    const { requestId } = await ask(admin, change(person.userId));
    await t.change("update app_user set sees_all_funds = false where id = $1", [person.userId]);
    await expect(decide(auditor, requestId)).rejects.toMatchObject({ code: "access.stale" });

    const leaver = await t.person("admin");
    const asked = await ask(leaver, change((await t.person("operacao")).userId));
    await admin.ctx.transaction((tx) =>
      disablePerson(tx, { userId: leaver.userId, reason: "saiu da empresa" }),
    );
    await expect(decide(auditor, asked.requestId)).rejects.toMatchObject({ code: "access.stale" });
  });

  test("waits alone: a second one about the same person is refused until the first is decided", async () => {
    const person = await t.person("operacao");
    const { requestId } = await ask(admin, change(person.userId));
    await expect(ask(second, change(person.userId, { role: "admin" }))).rejects.toMatchObject({
      code: "access.pending",
    });
    await expect(second.ctx.transaction((tx) => withdrawAccess(tx, { requestId }))).rejects.toMatchObject({
      code: "access.not_found",
    });
    await admin.ctx.transaction((tx) => withdrawAccess(tx, { requestId }));
    await ask(second, change(person.userId, { role: "auditor" }));
  });

  test("that changes nothing, or hands out an unseen fund, is refused", async () => {
    const [own, other] = [await makeFund(t.system.ctx), await makeFund(t.system.ctx)];
    const limited = await t.person("admin", [own.fundId]);
    const person = await t.person("operacao", [own.fundId]);
    const same = change(person.userId, { role: "operacao", seesAllFunds: false, fundIds: [own.fundId] });
    await expect(ask(limited, same)).rejects.toMatchObject({ code: "access.unchanged" });
    for (const fundIds of [[own.fundId, other.fundId], [other.fundId]])
      await expect(ask(limited, { ...same, fundIds })).rejects.toMatchObject({ code: "fund.not_found" });
    const foreign = await t.person("operacao", [other.fundId]);
    await expect(ask(limited, change(foreign.userId))).rejects.toMatchObject({ code: "user.not_found" });
    const request = await ask(admin, change(foreign.userId, { role: "auditor" }));
    await expect(decide(limited, request.requestId)).rejects.toMatchObject({ code: "access.not_found" });
    expect(await limited.ctx.transaction((tx) => listRequests(tx, { userId: foreign.userId }))).toEqual([]);
  });
});

describe("the last administrator", () => {
  test("stays: of two who go at the same time one is kept", async () => {
    const only = await openPeopleTest();
    const [first, other, control] = [
      await only.person("admin"),
      await only.person("admin"),
      await only.person("auditor"),
    ];
    const asked = [await ask(first, change(other.userId)), await ask(other, change(first.userId))];
    const answers = await Promise.allSettled(asked.map(({ requestId }) => decide(control, requestId)));
    const failed = answers.filter(({ status }) => status === "rejected");
    expect(failed).toHaveLength(1);
    const { rows } = await only.change("select count(*)::int as left from app_user where role = 'admin'");
    expect(rows[0].left).toBe(1);
    const left = (await only.change("select id from app_user where role = 'admin'")).rows[0].id as string;
    const helper = only.as(control.userId, "admin");
    await expect(
      helper.transaction((tx) => disablePerson(tx, { userId: left, reason: "saiu da empresa" })),
    ).rejects.toMatchObject({ code: "access.last_admin" });
    await only.close();
  });
});

describe("disabling", () => {
  test("takes sessions and tokens with it at once; enabling gives back neither, only the way in", async () => {
    const person = await t.person("gestor");
    const session = await enter(t, person.email, oldPassword);
    const { token } = await createToken(t.system.ctx, {
      name: "painel",
      userId: person.userId,
      capabilities: ["fund:read"],
      funds: "all",
      days: 30,
    });
    const reason = "férias longas da pessoa";
    await admin.ctx.transaction((tx) => disablePerson(tx, { userId: person.userId, reason }));
    const both = () =>
      t.web.transaction(async (tx) => [
        await findSessionActor(tx, session!),
        await findTokenActor(tx, token),
      ]);
    expect(await both()).toEqual([null, null]);
    expect(await enter(t, person.email, oldPassword)).toBeNull();
    await admin.ctx.transaction((tx) => enablePerson(tx, { userId: person.userId, reason }));
    expect((await both())[0]).toBeNull();
    expect(await enter(t, person.email, oldPassword)).not.toBeNull();
  });

  test("is never one's own", async () => {
    await expect(
      admin.ctx.transaction((tx) => disablePerson(tx, { userId: admin.userId, reason: "por engano aqui" })),
    ).rejects.toMatchObject({ code: "user.self" });
  });
});

describe("a token", () => {
  test("never exceeds its owner, not even after the owner lost a right or a fund", async () => {
    const [kept, lost] = [await makeFund(t.system.ctx), await makeFund(t.system.ctx)];
    const person = await t.person("gestor", [kept.fundId, lost.fundId]);
    const { token } = await createToken(person.ctx, {
      name: "painel",
      userId: person.userId,
      capabilities: ["fund:read", "review:decide"],
      funds: [kept.fundId, lost.fundId],
      days: 30,
    });
    const actor = () => t.web.transaction((tx) => findTokenActor(tx, token));
    expect((await actor())!.capabilities).toEqual(new Set(["fund:read", "review:decide"]));
    const { requestId } = await ask(
      admin,
      change(person.userId, { role: "operacao", seesAllFunds: false, fundIds: [kept.fundId] }),
    );
    await decide(auditor, requestId);
    const now = (await actor())!;
    expect(now.capabilities).toEqual(new Set(["fund:read"]));
    expect(now.funds).toEqual([kept.fundId]);
    expect([...now.capabilities].every((right) => roleCapabilities.operacao.has(right))).toBe(true);
    await expect(
      createToken(person.ctx, {
        name: "mais",
        userId: person.userId,
        capabilities: ["user:update"],
        funds: [kept.fundId],
        days: 30,
      }),
    ).rejects.toMatchObject({ code: "auth.denied" });
  });
});

test("whether a role must have the second factor is decided by two as well", async () => {
  const requires = async () =>
    (await admin.ctx.transaction(listRolePolicies)).find(({ role }) => role === "gestor")?.requiresTotp;
  expect(await requires()).toBe(false);
  const { requestId } = await admin.ctx.transaction((tx) =>
    requestPolicy(tx, { role: "gestor", requiresTotp: true, reason: "política de acesso nova" }),
  );
  await expect(decide(admin, requestId)).rejects.toMatchObject({ code: "access.own" });
  await decide(auditor, requestId);
  expect(await requires()).toBe(true);
});
