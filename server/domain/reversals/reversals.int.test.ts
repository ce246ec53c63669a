import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { Actor } from "#server/kernel/actor";
import type { Ctx } from "#server/kernel/context";
import { assetClasses } from "#server/kernel/ports";
import { openPipeline, operationsHeader, type Pipeline } from "#server/testing/pipeline";
import { decideReversal, previewReversal, requestReversal, withdrawReversal } from "./index";
import { getReversal, listReversalItems, listReversals } from "./queries";

type Person = { actor: Actor; ctx: Ctx };
const day = "2026-07-15";
const reason = "preço trocado no arquivo";
let pipeline: Pipeline;
let sender: Person;
let ana: Person;
let bia: Person;
let ofBeta: Person;
let uploads = 0;

beforeAll(async () => {
  pipeline = await openPipeline();
  const alfa = await pipeline.fund("ALFA");
  const beta = await pipeline.fund("BETA");
  sender = await pipeline.person("gestor", [alfa, beta]);
  ana = await pipeline.person("auditor");
  bia = await pipeline.person("auditor");
  ofBeta = await pipeline.person("gestor", [beta]);
  for (const on of ["2026-07-14", day])
    for (const assetClass of assetClasses)
      pipeline.prices.serve(assetClass, on, { assetCode: `X-${assetClass}`, unitPrice: "10" });
});
afterAll(() => pipeline?.close());

/** Buys ten of each of `count` and sells `sold` of them again. @returns the execution job's request, which the events share */
async function trade(count: number, sold = 0): Promise<string> {
  uploads += 1;
  const line = (n: number, side: string) =>
    `R${uploads}-${side}${n};${n % 2 ? "ALFA" : "BETA"};${side};X-debentures;10;0;${day};`;
  const lines = [
    ...Array.from({ length: count }, (_, n) => line(n, "C")),
    ...Array.from({ length: sold }, (_, n) => line(n, "V")),
  ];
  const uploadId = await pipeline.send(sender.ctx, `${operationsHeader}\n${lines.join("\n")}\n`);
  await pipeline.drain();
  return uploadId;
}

const preview = (person: Person, filter = {}) =>
  person.ctx.transaction((tx) =>
    previewReversal(tx, {
      filter: { actions: ["operation.execute"], ...filter },
      inWords: "executadas",
      reason,
    }),
  );
const read = (person: Person, reversalId: string) =>
  person.ctx.transaction((tx) => getReversal(tx, reversalId));
const ask = (person: Person, reversalId: string) =>
  person.ctx.transaction((tx) => requestReversal(tx, { reversalId }));
const decide = (person: Person, reversalId: string, verdict: "approve" | "reject" = "approve") =>
  person.ctx.transaction((tx) => decideReversal(tx, { reversalId, verdict, reason: "conferi uma por uma" }));
const executedIn = (code: string) =>
  pipeline.sql<{ count: number }>(
    "select count(*)::int as count from operation o join fund f on f.id = o.fund_id where f.code = $1 and o.state = 'EXECUTED'",
    [code],
  );

describe("operations that events name", () => {
  test("are frozen and previewed by one person, and undone when another agrees, exactly those", async () => {
    await trade(20);
    const { reversalId } = await preview(ana, { fundCodes: ["ALFA"] });
    expect(await read(ana, reversalId)).toMatchObject({
      state: "PREVIEWED",
      itemCount: 10,
      forecast: [{ end: "REVERSED", code: null, count: 10, amountCents: 100_000n }],
    });
    await expect(read(bia, reversalId), "nobody asked yet").rejects.toMatchObject({
      code: "reversal.not_found",
    });
    await ask(ana, reversalId);
    await trade(4);
    await expect(decide(ana, reversalId)).rejects.toMatchObject({ code: "reversal.own" });
    await expect(decide(sender, reversalId)).rejects.toMatchObject({ code: "reversal.own" });
    await expect(decide(ofBeta, reversalId)).rejects.toMatchObject({ code: "reversal.not_found" });
    await decide(bia, reversalId);
    await pipeline.drain();
    expect(await read(sender, reversalId)).toMatchObject({
      state: "DONE",
      outcome: [{ end: "REVERSED", code: null, count: 10, amountCents: 100_000n }],
    });
    expect(await executedIn("ALFA")).toEqual([{ count: 2 }]);
    const events = await pipeline.sql<{ action: string }>(
      "select action from audit_event where subject_id = $1 order by seq",
      [reversalId],
    );
    expect(events.map(({ action }) => action)).toEqual([
      "reversal.preview",
      "reversal.request",
      "reversal.approve",
      "reversal.finish",
    ]);
    const told = await pipeline.sql<{ after: Record<string, string> }>(
      `select convert_from(canonical, 'UTF8')::jsonb -> 'after' as after from audit_event where action = 'operation.reverse' limit 1`,
    );
    expect(told[0]?.after).toMatchObject({
      reversalId,
      requestedBy: ana.actor.userId,
      decidedBy: bia.actor.userId,
    });
    await expect(decide(bia, reversalId)).rejects.toMatchObject({ code: "reversal.wrong_state" });
  });

  test("that cannot be undone are kept and say why: sold since, undone already, one's own", async () => {
    const before = await preview(ana);
    const { itemCount } = await read(ana, before.reversalId);
    await trade(6, 2);
    const { reversalId } = await preview(ana, { fundCodes: ["ALFA"] });
    const items = await ana.ctx.transaction((tx) => listReversalItems(tx, { reversalId, limit: 500 }));
    const codes = new Set(items.items.map((item) => item.code));
    expect(codes).toContain("ALREADY_REVERSED");
    const mine = await preview(sender);
    expect((await read(sender, mine.reversalId)).forecast.map((group) => group.code)).toEqual(
      expect.arrayContaining(["OWN"]),
    );
    await expect(ask(sender, mine.reversalId)).rejects.toMatchObject({ code: "reversal.empty" });
    expect((await read(ana, before.reversalId)).itemCount, "the set stays as it was looked at").toBe(
      itemCount,
    );
  });

  test("may be refused, or not asked for any more; then nothing happens", async () => {
    await trade(4);
    const [one, other] = [await preview(ana), await preview(ana)];
    await ask(ana, one.reversalId);
    await ask(ana, other.reversalId);
    const waiting = await bia.ctx.transaction((tx) => listReversals(tx, { isWaiting: true }));
    expect(waiting.items.map((item) => item.reversalId)).toEqual([other.reversalId, one.reversalId]);
    const count = await executedIn("BETA");
    await decide(bia, one.reversalId, "reject");
    await ana.ctx.transaction((tx) => withdrawReversal(tx, other));
    await pipeline.drain();
    expect(await read(bia, one.reversalId)).toMatchObject({ state: "REFUSED", outcome: [] });
    expect(await executedIn("BETA")).toEqual(count);
  });
});

describe("the database refuses by itself", () => {
  const cases: [string, (id: string) => string][] = [
    [
      "a decision by who asked",
      (id) =>
        `update reversal set state = 'RUNNING', decided_by = requested_by, decided_at = now() where id = '${id}'`,
    ],
    [
      "a decision in another's name",
      (id) =>
        `update reversal set state = 'RUNNING', decided_by = '${bia.actor.userId}', decided_at = now() where id = '${id}'`,
    ],
    [
      "a set that grows",
      (id) => `update reversal_item set forecast = 'REVERSED' where reversal_id = '${id}'`,
    ],
    ["another reason", (id) => `update reversal set reason = 'outro motivo qualquer' where id = '${id}'`],
  ];
  test.each(cases)("%s", async (_, statement) => {
    await trade(2);
    const { reversalId } = await preview(ana);
    await ask(ana, reversalId);
    await expect(ana.ctx.transaction((tx) => tx.sql(statement(reversalId)))).rejects.toThrow();
  });
});

test("a filter whose events name no operation is told so", async () => {
  await expect(preview(ana, { from: "2020-01-01", to: "2020-01-02" })).rejects.toMatchObject({
    code: "reversal.empty",
  });
});

test("whoever may be the second person is told once, in the app and by mail, and nobody else", async () => {
  await trade(2);
  const { reversalId } = await preview(ana);
  await ask(ana, reversalId);
  await pipeline.drain();
  const told = await pipeline.sql<{ userId: string; state: string }>(
    "select user_id as \"userId\", state from notification where kind = 'reversal.waiting' and subject_id = $1",
    [reversalId],
  );
  // Not who asked, not who sent the file, not whose funds do not reach it.
  expect(told).toEqual([{ userId: bia.actor.id, state: "SENT" }]);
});
