import { afterAll, beforeAll, expect, test } from "vitest";
import type { Actor } from "#server/kernel/actor";
import type { Ctx } from "#server/kernel/context";
import { operationsHeader as header, openPipeline, type Pipeline } from "#server/testing/pipeline";
import { findAnything } from "./queries";

const day = "2026-07-15";
let pipeline: Pipeline;
let everyone: { actor: Actor; ctx: Ctx };
let manager: { actor: Actor; ctx: Ctx };
let uploadId: string;

beforeAll(async () => {
  pipeline = await openPipeline();
  const alfa = await pipeline.fund("ALFA");
  await pipeline.fund("BETA");
  everyone = await pipeline.person("operacao");
  manager = await pipeline.person("gestor", [alfa]);
  for (const on of ["2026-07-14", day]) {
    for (const assetClass of ["fidc", "cri-cra", "debentures", "titulos-publicos"] as const)
      pipeline.prices.serve(assetClass, on, { assetCode: `X-${assetClass}`, unitPrice: "1" });
    pipeline.prices.serve("debentures", on, { assetCode: "EXEM12", unitPrice: "100" });
  }
  const lines = ["ALFA", "BETA"].map((fund) => `OP-${fund};${fund};C;EXEM12;12;0,01;${day};`);
  uploadId = await pipeline.send(everyone.ctx, `${header}\n${lines.join("\n")}\n`);
  await pipeline.drain();
});
afterAll(() => pipeline?.close());

const find = ({ ctx }: { ctx: Ctx }, text: string) => ctx.transaction((tx) => findAnything(tx, text));

test.each(["OP-", "OP-ALFA", "R$ 1.212,00", "1212,00"])("%s finds the operation", async (text) => {
  const { operations } = await find(everyone, text);
  expect(operations.map((row) => row.externalId)).toContain("OP-ALFA");
});

test("another fund's operations, funds and files are not found by any of the ways", async () => {
  for (const text of ["OP-", "R$ 1.212,00"]) {
    expect((await find(manager, text)).operations.map((row) => row.fundCode)).toEqual(["ALFA"]);
  }
  expect((await find(manager, "BETA")).funds).toEqual([]);
  const [beta] = (await find(everyone, "OP-BETA")).operations;
  expect((await find(everyone, beta!.operationId)).operations).toHaveLength(1);
  expect((await find(manager, beta!.operationId)).operations).toEqual([]);
});

test("a fund is found by code, by a word of its name and by the digits of its CNPJ", async () => {
  for (const text of ["alf", "fundo alfa", "11.222", "11222333"]) {
    expect(
      (await find(everyone, text)).funds.map((fund) => fund.code),
      text,
    ).toEqual(["ALFA"]);
  }
});

test("a file is found by part of its name and by its id", async () => {
  for (const text of ["operacoes", uploadId]) {
    expect((await find(everyone, text)).uploads, text).toMatchObject([{ uploadId }]);
  }
});

test("a single character and signs of patterns find nothing by accident", async () => {
  for (const text of ["O", "%", "%%", "__", "\\\\", "'; drop table fund"]) {
    expect(await find(everyone, text), text).toEqual({ funds: [], operations: [], uploads: [] });
  }
});

test("what the person has no right to read is not looked for", async () => {
  const actor: Actor = { ...everyone.actor, capabilities: new Set(["fund:read"]) };
  const found = await everyone.ctx.transaction((tx) => findAnything({ ...tx, actor }, "OP-ALFA"));
  expect(found).toEqual({ funds: [], operations: [], uploads: [] });
});
