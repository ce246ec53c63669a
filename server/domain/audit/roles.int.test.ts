import { afterAll, beforeAll, expect, test } from "vitest";
import { newId } from "#server/kernel/id";
import { openPipeline, type Pipeline } from "#server/testing/pipeline";
import { recordEvents } from "./index";
import { getEvent, listEvents } from "./queries";

let system: Pipeline;
beforeAll(async () => {
  system = await openPipeline();
});
afterAll(() => system?.close());

test("an event tells the role that its person had then, whatever they are by now", async () => {
  const { ctx, actor } = await system.person("gestor");
  const { ctx: auditor } = await system.person("auditor");
  const subjectId = newId();
  await ctx.transaction((tx) =>
    recordEvents(tx, [{ action: "notification.read", subjectType: "notification", subjectId }]),
  );
  await system.sql("update app_user set role = 'admin' where id = $1", [actor.id]);
  const [event] = (await auditor.transaction((tx) => listEvents(tx, { subjectId }))).items;
  expect(event).toMatchObject({ actorRole: "gestor", isRoleOfToday: false });
  const { canonical } = await auditor.transaction((tx) => getEvent(tx, event!.eventId));
  expect(canonical).toContain(`"actor":{"id":"${actor.id}","kind":"user","role":"gestor"}`);
});

test("of an event from before roles were kept, the role of today is shown as such", async () => {
  const { ctx, actor } = await system.person("gestor");
  const { ctx: auditor } = await system.person("auditor");
  const subjectId = newId();
  const { role: _, ...before } = actor;
  await ctx.transaction((tx) =>
    recordEvents({ ...tx, actor: before }, [
      { action: "notification.read", subjectType: "notification", subjectId },
    ]),
  );
  const [event] = (await auditor.transaction((tx) => listEvents(tx, { subjectId }))).items;
  expect(event).toMatchObject({ actorRole: "gestor", isRoleOfToday: true });
});
