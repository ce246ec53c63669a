import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { lockBook } from "#server/domain/ledger/index";
import { reviewSubjects } from "#server/domain/review-subjects/index";
import { openReviewStage, type ReviewStage, type StoppedItem } from "#server/testing/review-stage";
import { getItem } from "./detail";
import { undoDecision } from "./undo";
import { runItemAgain, snoozeItem } from "./work";

let stage: ReviewStage;
beforeAll(async () => {
  stage = await openReviewStage();
});
afterAll(() => stage?.pipeline.close());

describe("between what is shown and what is done", () => {
  const put = (item: StoppedItem, until: Date | null) =>
    stage.ana.ctx.transaction((tx) => snoozeItem(tx, { reviewItemId: item.id, until }));

  test("an item that was put off can still be decided, and what is decided can no longer be put off", async () => {
    const item = await stage.stop();
    await put(item, new Date(Date.now() + 3_600_000));
    expect(await stage.decide(stage.bia, item)).toMatchObject({ state: "HELD" });
    await expect(put(item, null)).rejects.toMatchObject({ code: "review.decided" });
    await stage.letPass();
    expect(await stage.standing(item)).toMatchObject({ operation: "EXECUTED" });
  });

  test("an author does not put off what others are to decide", async () => {
    const item = await stage.stop();
    await expect(
      stage.sender.ctx.transaction((tx) =>
        snoozeItem(tx, { reviewItemId: item.id, until: new Date(Date.now() + 3_600_000) }),
      ),
    ).rejects.toMatchObject({ code: "review.own" });
  });

  test("an undo and the effect at the same instant leave either, never both", async () => {
    for (let round = 0; round < 3; round++) {
      const item = await stage.stop();
      await stage.decide(stage.ana, item);
      const undone = stage.ana.ctx
        .transaction((tx) => undoDecision(tx, item.id))
        .then(
          () => true,
          () => false,
        );
      await stage.letPass();
      const isUndone = await undone;
      expect(await stage.standing(item)).toMatchObject(
        isUndone ? { operation: "IN_REVIEW", item: "OPEN" } : { operation: "EXECUTED", item: "DECIDED" },
      );
    }
  });

  test("what was closed names the item that took its place", async () => {
    const item = await stage.stop();
    await stage.ana.ctx.transaction((tx) => runItemAgain(tx, reviewSubjects, item.id));
    await stage.pipeline.drain();
    const next = await stage.openItem(item.subjectId);
    const shown = await stage.ana.ctx.transaction((tx) => getItem(tx, reviewSubjects, item.id));
    expect(shown).toMatchObject({
      state: "WITHDRAWN",
      others: [{ reviewItemId: next.id, state: "OPEN", reason: "DESVIO_D1" }],
    });
    const now = await stage.ana.ctx.transaction((tx) => getItem(tx, reviewSubjects, next.id));
    expect(now.others).toMatchObject([{ reviewItemId: item.id, state: "WITHDRAWN" }]);
  });

  const wait = (item: StoppedItem, reason: string) =>
    stage.pipeline.sql("update operation set wait_reason = $2 where id = $1", [item.subjectId, reason]);

  test("what waits for cash is not changed while its fund is executing", async () => {
    const item = await stage.stop();
    const lockFor = (waitReason: string) =>
      stage.pipeline.ctx.transaction(async (holder) => {
        await lockBook(holder, stage.fundId);
        await wait(item, waitReason);
        return await stage.ana.ctx
          .transaction(async (tx) => {
            await tx.sql("set local lock_timeout = '150ms'");
            await reviewSubjects.operation?.lock(tx, [item.subjectId]);
          })
          .then(
            () => "taken",
            () => "waits",
          );
      });
    expect(await lockFor("IN_REVIEW")).toBe("taken");
    await wait(item, "AWAITING_PRICE");
    expect(await lockFor("INSUFFICIENT_CASH")).toBe("waits");
    await wait(item, "IN_REVIEW");
  });
});
