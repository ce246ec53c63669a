import { afterAll, beforeAll, expect, test } from "vitest";
import { openPipeline, operationsHeader, type Pipeline } from "#server/testing/pipeline";
import { findChangedFiles } from "./changed-files";

let pipeline: Pipeline;
beforeAll(async () => {
  pipeline = await openPipeline();
});
afterAll(() => pipeline?.close());

test("an original that was changed or taken away where it is stored is named", async () => {
  await pipeline.fund("ALFA");
  const { ctx } = await pipeline.person("operacao");
  const send = (id: string) => pipeline.send(ctx, `${operationsHeader}\n${id};ALFA;C;X;1;0;2026-07-15;\n`);
  const [kept, changed, gone] = [await send("A"), await send("B"), await send("C")];
  expect(await findChangedFiles(pipeline.ctx)).toEqual({ read: 3, changed: [] });
  const { storage } = pipeline.ctx.ports;
  const keyOf = async (id: string) => {
    const rows = await pipeline.sql<{ key: string }>("select storage_key as key from upload where id = $1", [
      id,
    ]);
    return rows[0]?.key ?? "";
  };
  async function* other() {
    yield Buffer.from("outro");
  }
  await storage.remove(await keyOf(changed));
  await storage.write(await keyOf(changed), other(), 100);
  await storage.remove(await keyOf(gone));
  expect(await findChangedFiles(pipeline.ctx)).toEqual({ read: 3, changed: [changed, gone] });
  expect([changed, gone]).not.toContain(kept);
});
