import { afterAll, beforeAll, expect, test } from "vitest";
import { requestPrices } from "#server/domain/pricing/index";
import { getItem } from "#server/domain/review/index";
import { reviewSubjects } from "#server/domain/review-subjects/index";
import type { Ctx } from "#server/kernel/context";
import { assetClasses } from "#server/kernel/ports";
import { openPipeline, operationsHeader, type Pipeline } from "#server/testing/pipeline";
import { type OperationEvidence, readEvidence } from "./evidence";

const [before, day] = ["2026-07-14", "2026-07-15"];
let pipeline: Pipeline;
let sender: Ctx;
let auditor: Ctx;

beforeAll(async () => {
  pipeline = await openPipeline();
  const fundId = await pipeline.fund("ALFA");
  sender = (await pipeline.person("gestor", [fundId])).ctx;
  auditor = (await pipeline.person("auditor")).ctx;
  for (const on of [before, day])
    for (const assetClass of assetClasses)
      pipeline.prices.serve(assetClass, on, { assetCode: `X-${assetClass}`, unitPrice: "1" });
  pipeline.prices.serve("debentures", before, { assetCode: "SALTA1", unitPrice: "100" });
  pipeline.prices.serve("debentures", day, { assetCode: "SALTA1", unitPrice: "110" });
  await pipeline.ctx.transaction((tx) =>
    requestPrices(
      tx,
      assetClasses.map((assetClass) => ({ assetClass, priceOn: before })),
    ),
  );
  await pipeline.drain();
});
afterAll(() => pipeline?.close());

async function evidenceOf(line: string): Promise<OperationEvidence> {
  const uploadId = await pipeline.send(sender, `${operationsHeader}\n${line}\n`);
  await pipeline.drain();
  const [row] = await pipeline.sql<{ id: string }>(
    `select i.id from review_item i join operation o on o.id = i.subject_id where o.upload_id = $1 and i.state = 'OPEN'`,
    [uploadId],
  );
  return await auditor.transaction(async (tx) =>
    readEvidence(tx, await getItem(tx, reviewSubjects, row?.id ?? "")),
  );
}

test("what a person decides by is what would happen: reading, course, cash and total by the fund's own rounding", async () => {
  const evidence = await evidenceOf(`E1;ALFA;C;SALTA1;3;0,0015;${day};110`);
  expect(evidence.operation.line?.raw).toContain("SALTA1;3");
  expect(evidence.readings).toMatchObject([
    { unitPrice: expect.stringMatching(/^110(\.0+)?$/), isCurrent: true, attempt: expect.any(Number) },
  ]);
  expect(evidence.history.map(({ priceOn }) => priceOn)).toEqual([before, day]);
  expect(evidence.release).toMatchObject({ grossCents: 33_000n, taxCents: 50n, totalCents: 33_050n });
  expect(evidence.fund.position).toBe("0");
  expect(evidence.similar).toEqual({ counts: {}, latest: [] });
});

test("where neither the source nor the file says a price there is nothing to approve, and no total", async () => {
  const evidence = await evidenceOf(`E2;ALFA;C;NADA11;3;0,0015;${day};`);
  expect(evidence).toMatchObject({ readings: [], history: [], release: null });
});
