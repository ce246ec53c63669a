import { afterAll, beforeAll, expect, test } from "vitest";
import type { Ctx } from "#server/kernel/context";
import { newId } from "#server/kernel/id";
import { openPipeline, type Pipeline } from "#server/testing/pipeline";
import { notify, readNotifications } from "./index";
import { countUnread, listNotifications } from "./queries";

let pipeline: Pipeline;
beforeAll(async () => {
  pipeline = await openPipeline();
});
afterAll(() => pipeline?.close());

/** A person who was told three things, one after the other. */
async function told() {
  const { ctx, actor } = await pipeline.person("gestor", []);
  for (let i = 0; i < 3; i++) {
    await pipeline.ctx.transaction((tx) =>
      notify(tx, [{ kind: "import.report", subjectId: newId(), userId: actor.id }]),
    );
  }
  const { items } = await ctx.transaction((tx) => listNotifications(tx, {}));
  return { ctx, items };
}
const unread = (ctx: Ctx) => ctx.transaction((tx) => countUnread(tx));

test("what came after the newest that was seen stays new", async () => {
  const { ctx, items } = await told();
  expect(await readNotifications(ctx, { notificationId: items[1]!.notificationId })).toEqual({ count: 2 });
  expect(await unread(ctx)).toBe(1);
  const page = await ctx.transaction((tx) => listNotifications(tx, { isUnread: true }));
  expect(page.items.map((item) => item.notificationId)).toEqual([items[0]!.notificationId]);
});

test("one alone can be read, and reading twice changes nothing", async () => {
  const { ctx, items } = await told();
  const input = { notificationId: items[1]!.notificationId, isAlone: true };
  expect(await readNotifications(ctx, input)).toEqual({ count: 1 });
  expect(await readNotifications(ctx, input)).toEqual({ count: 0 });
  expect(await unread(ctx)).toBe(2);
});

test("another's notification cannot be read, as if it did not exist", async () => {
  const [one, other] = [await told(), await told()];
  for (const notificationId of [other.items[0]!.notificationId, newId()]) {
    await expect(readNotifications(one.ctx, { notificationId })).rejects.toMatchObject({
      code: "notification.not_found",
    });
  }
  expect(await unread(other.ctx)).toBe(3);
});

test("a link to sign in by is told by mail alone, not on the screens", async () => {
  const { ctx, actor } = await pipeline.person("gestor", []);
  await pipeline.ctx.transaction((tx) =>
    notify(tx, [{ kind: "user.invitation", subjectId: newId(), userId: actor.id }]),
  );
  expect(await unread(ctx)).toBe(0);
  expect(await ctx.transaction((tx) => listNotifications(tx, {}))).toMatchObject({ items: [] });
});

test("the list goes on where the page ended", async () => {
  const { ctx, items } = await told();
  const first = await ctx.transaction((tx) => listNotifications(tx, { limit: 2 }));
  const second = await ctx.transaction((tx) => listNotifications(tx, { limit: 2, cursor: first.nextCursor }));
  expect([...first.items, ...second.items]).toEqual(items);
  expect(second.nextCursor).toBeNull();
});
