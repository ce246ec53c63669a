import { afterAll, beforeAll, expect, test } from "vitest";
import { newId } from "#server/kernel/id";
import { openPipeline, type Pipeline } from "#server/testing/pipeline";
import { listViews } from "./queries";
import { deleteView, saveView } from "./save";

let system: Pipeline;
beforeAll(async () => {
  system = await openPipeline();
});
afterAll(() => system?.close());

test("a view is its person's alone: nobody else lists, changes or deletes it", async () => {
  const { ctx: ana } = await system.person("gestor");
  const { ctx: bruno } = await system.person("gestor");
  const viewId = newId();
  await saveView(ana, { viewId, screen: "operacoes", name: "Pendentes", query: "status=pendente" });
  const names = async (ctx: typeof ana) =>
    (await ctx.transaction((tx) => listViews(tx, { screen: "operacoes" }))).map(({ name }) => name);
  expect(await names(ana)).toEqual(["Pendentes"]);
  expect(await names(bruno)).toEqual([]);
  const theirs = { viewId, screen: "operacoes", name: "Minha", query: "" } as const;
  await expect(saveView(bruno, theirs)).rejects.toMatchObject({ code: "view.not_found" });
  await expect(deleteView(bruno, { viewId })).rejects.toMatchObject({ code: "view.not_found" });
  // Row-level security alone keeps it apart as well.
  expect(await bruno.transaction((tx) => tx.sql("select 1 from saved_view"))).toEqual([]);
  await saveView(ana, {
    viewId,
    screen: "operacoes",
    name: "Pendentes hoje",
    query: "status=pendente&periodo=hoje",
  });
  expect(await names(ana)).toEqual(["Pendentes hoje"]);
  await deleteView(ana, { viewId });
  expect(await names(ana)).toEqual([]);
});

test("two views of one screen never share a name, whatever its capitals", async () => {
  const { ctx } = await system.person("auditor");
  await saveView(ctx, { viewId: newId(), screen: "operacoes", name: "Grandes", query: "" });
  const again = { viewId: newId(), screen: "operacoes", name: "GRANDES", query: "" } as const;
  await expect(saveView(ctx, again)).rejects.toMatchObject({ code: "view.name_taken" });
  await expect(saveView(ctx, { ...again, name: "x", query: "a b?#<" })).rejects.toThrow();
});

test("a shared view is found by everybody, an outsider without its owner's name, and changed by its owner alone", async () => {
  const { ctx: owner } = await system.person("auditor");
  const { ctx: outsider } = await system.person("auditor_externo");
  const viewId = newId();
  const view = { viewId, screen: "auditoria", name: "Estornos", query: "acao=operation.reverse" } as const;
  await saveView(owner, { ...view, isShared: true });
  const found = async (ctx: typeof owner) =>
    (await ctx.transaction((tx) => listViews(tx, { screen: "auditoria" }))).find(
      (one) => one.viewId === viewId,
    );
  expect(await found(owner)).toMatchObject({
    isOwn: true,
    isShared: true,
    ownerName: expect.stringMatching(/^Pessoa/),
  });
  expect(await found(outsider)).toMatchObject({
    isOwn: false,
    ownerName: expect.stringMatching(/^P\. \([0-9a-f]{4}\)$/),
  });
  await expect(saveView(outsider, { ...view, name: "Minha" })).rejects.toMatchObject({
    code: "view.not_found",
  });
  await expect(deleteView(outsider, { viewId })).rejects.toMatchObject({ code: "view.not_found" });
  const tampered = await outsider.transaction((tx) =>
    tx.sql("update saved_view set name = 'x' where id = $1 returning id", [viewId]),
  );
  expect(tampered).toEqual([]);
  await saveView(owner, { ...view, isShared: false });
  expect(await found(outsider)).toBeUndefined();
});
