import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { verifyInvariants } from "#server/domain/invariants/index";
import { executeOperations, priceOperations } from "#server/domain/operations/index";
import type { Ctx } from "#server/kernel/context";
import { assetClasses } from "#server/kernel/ports";
import type { FakeMailer } from "#server/testing/fakes";
import { operationsHeader as header, openPipeline, type Pipeline } from "#server/testing/pipeline";
import {
  acceptUpload,
  cancelUpload,
  confirmUpload,
  finishUpload,
  previewUpload,
  requestReversal,
  splitUpload,
  stageChunk,
  stopUpload,
} from "./index";
import { getUpload, getWizard } from "./queries";

const day = "2026-07-15";
let pipeline: Pipeline;
let sender: Ctx;
let colleague: Ctx;
let auditor: Ctx;
let fundId: string;

beforeAll(async () => {
  pipeline = await openPipeline();
  ({ ctx: sender } = await pipeline.person("operacao"));
  ({ ctx: colleague } = await pipeline.person("operacao"));
  ({ ctx: auditor } = await pipeline.person("auditor"));
  fundId = await pipeline.fund("ALFA", { openingCents: 10n ** 13n });
  for (const on of ["2026-07-14", day]) {
    for (const assetClass of assetClasses)
      pipeline.prices.serve(assetClass, on, { assetCode: `OUTRO-${assetClass}`, unitPrice: "1" });
    pipeline.prices.serve("debentures", on, { assetCode: "EXEM11", unitPrice: "100" });
  }
  // The day's prices are known from here on.
  await confirmUpload(sender, { uploadId: await receive() });
  await pipeline.drain();
});
afterAll(() => pipeline?.close());

let files = 0;
/** A file that nobody confirmed yet, of so many lines. */
function receive(lines = 3): Promise<string> {
  files += 1;
  const body = Array.from({ length: lines }, (_, i) => `F${files}-${i};ALFA;C;EXEM11;1;0;${day};`).join("\n");
  return pipeline.receive(sender, `${header}\n${body}\n`);
}

const stateOf = async (uploadId: string) => (await sender.transaction((tx) => getUpload(tx, uploadId))).state;
const eventsOf = async (uploadId: string, action = "import.cancel") =>
  (await pipeline.sql("select 1 from audit_event where subject_id = $1 and action = $2", [uploadId, action]))
    .length;
const left = async (uploadId: string) => {
  const [row] = await pipeline.sql<{ rows: number; chunks: number }>(
    `select (select count(*)::int from upload_row where upload_id = $1) as rows,
            (select count(*)::int from upload_chunk where upload_id = $1) as chunks`,
    [uploadId],
  );
  return row;
};
async function expectSound(): Promise<void> {
  await pipeline.sql("analyze");
  const report = await verifyInvariants(pipeline.ctx);
  expect(report.invariantes.flatMap(({ falhas, exemplos }) => (falhas > 0 ? exemplos : []))).toEqual([]);
}

describe("before anything became an operation", () => {
  const steps: [state: string, go: (uploadId: string) => Promise<unknown>][] = [
    ["AWAITING_CONFIRMATION", async () => undefined],
    ["SPLITTING", (uploadId) => previewUpload(sender, { uploadId, reading: {} })],
    [
      "STAGING",
      async (uploadId) => {
        await confirmUpload(sender, { uploadId });
        await splitUpload(pipeline.ctx, { uploadId });
      },
    ],
    [
      "PREVIEWED",
      async (uploadId) => {
        await previewUpload(sender, { uploadId, reading: {} });
        await pipeline.drain();
      },
    ],
  ];
  test.each(steps)("a file in %s is cancelled at once, and nothing of it is left", async (state, go) => {
    const uploadId = await receive();
    await go(uploadId);
    expect(await stateOf(uploadId)).toBe(state);
    await cancelUpload(sender, { uploadId });
    expect(await stateOf(uploadId)).toBe("CANCELLED");
    await pipeline.drain();
    expect(await left(uploadId)).toEqual({ rows: 0, chunks: 0 });
    await expect(sender.ports.storage.size(`uploads/${uploadId}`)).rejects.toMatchObject({
      code: "storage.not_found",
    });
    expect(await eventsOf(uploadId)).toBe(1);
    expect(await stateOf(uploadId)).toBe("CANCELLED");
    await expectSound();
  });

  test("twice, by two people and while a chunk is being staged it is one cancelling", async () => {
    const uploadId = await receive(6_000);
    await confirmUpload(sender, { uploadId });
    await splitUpload(pipeline.ctx, { uploadId });
    const acts = await Promise.allSettled([
      stageChunk(pipeline.ctx, { uploadId, chunkNo: 0 }),
      stageChunk(pipeline.ctx, { uploadId, chunkNo: 1 }),
      cancelUpload(sender, { uploadId }),
      cancelUpload(colleague, { uploadId }),
    ]);
    expect(acts.slice(0, 2).map(({ status }) => status)).toEqual(["fulfilled", "fulfilled"]);
    const refused = acts.flatMap((act) => (act.status === "rejected" ? [act.reason.code] : []));
    expect(refused).toEqual(["upload.wrong_state"]);
    await pipeline.drain();
    expect([await stateOf(uploadId), await eventsOf(uploadId)]).toEqual(["CANCELLED", 1]);
    expect(await left(uploadId)).toEqual({ rows: 0, chunks: 0 });
    await expectSound();
  });

  test("nobody else discards a file that waits for its person", async () => {
    const uploadId = await receive();
    await expect(cancelUpload(colleague, { uploadId })).rejects.toMatchObject({ code: "upload.not_found" });
    expect(await stateOf(uploadId)).toBe("AWAITING_CONFIRMATION");
  });

  test("the bytes may be sent again", async () => {
    const uploadId = await receive();
    const [bytes] = await pipeline.sql<{ sha: string }>(
      "select sha256::text as sha from upload where id = $1",
      [uploadId],
    );
    await cancelUpload(sender, { uploadId });
    const [held] = await pipeline.sql("select holds_hash from upload where id = $1 and sha256 = $2::bytea", [
      uploadId,
      bytes?.sha,
    ]);
    expect(held).toEqual({ holds_hash: false });
  });
});

describe("while it is processed", () => {
  /** Accepts the file without running what follows. */
  async function accepted(lines: number): Promise<string> {
    const uploadId = await receive(lines);
    await confirmUpload(sender, { uploadId });
    await splitUpload(pipeline.ctx, { uploadId });
    for (let chunkNo = 0; chunkNo * 5_000 < lines; chunkNo++)
      await stageChunk(pipeline.ctx, { uploadId, chunkNo });
    return uploadId;
  }

  test("what was executed stays, what waits is cancelled, the rest is not taken, and it can be undone", async () => {
    const uploadId = await accepted(12_000);
    // One page is accepted and executed; the second never is.
    const [job] = await pipeline.sql("select 1 from upload where id = $1 and state = 'ACCEPTING'", [
      uploadId,
    ]);
    expect(job).toBeDefined();
    await acceptOnePage(uploadId);
    await priceOperations(pipeline.ctx, { priceOn: day });
    await pipeline.sql(
      "update operation set wait_reason = 'AWAITING_PRICE' where upload_id = $1 and row_no > 7000",
      [uploadId],
    );
    await executeOperations(pipeline.ctx, { fundId });
    await cancelUpload(colleague, { uploadId });
    expect(await stateOf(uploadId)).toBe("STOPPING");
    await acceptUpload(pipeline.ctx, { uploadId });
    await pipeline.drain();
    const upload = await sender.transaction((tx) => getUpload(tx, uploadId));
    expect(upload).toMatchObject({
      state: "CANCELLED",
      cancelCode: "PERSON",
      rowCount: 12_000,
      acceptedCount: 10_000,
      rejectedCount: 2_000,
    });
    const states = await pipeline.sql(
      "select state, count(*)::int as count from operation where upload_id = $1 group by 1 order by 1",
      [uploadId],
    );
    expect(states).toEqual([
      { state: "CANCELLED", count: 3_000 },
      { state: "EXECUTED", count: 7_000 },
    ]);
    const problems = await pipeline.sql(
      "select code, count(*)::int as count from upload_row where upload_id = $1 and state = 'REJECTED' group by 1",
      [uploadId],
    );
    expect(problems).toEqual([{ code: "NOT_TAKEN", count: 2_000 }]);
    expect([await eventsOf(uploadId), await eventsOf(uploadId, "import.stop")]).toEqual([1, 1]);
    const { sent } = sender.ports.mailer as FakeMailer;
    expect(sent.at(-1)?.text).toContain("parado por uma pessoa");
    expect(sent.at(-1)?.text).toContain("7000 executadas");
    await expectSound();

    await requestReversal(auditor, { uploadId, reason: "o arquivo era do mês errado" });
    await pipeline.drain();
    const { reversal } = await auditor.transaction((tx) => getWizard(tx, uploadId, true));
    expect(reversal).toMatchObject({ state: "DONE", reverted: 7_000, kept: [], failed: [] });
    await expectSound();
  }, 60_000);

  /** The page that a worker had done when it died. */
  async function acceptOnePage(uploadId: string): Promise<void> {
    let pages = 0;
    const dying: Ctx = {
      ...pipeline.ctx,
      transaction: (run, options) => {
        pages += 1;
        if (pages > 1) throw new Error("killed");
        return pipeline.ctx.transaction(run, options);
      },
    };
    await expect(acceptUpload(dying, { uploadId })).rejects.toThrow("killed");
  }

  test("a worker that dies while stopping leaves the rest to another, and running twice changes nothing", async () => {
    const uploadId = await accepted(200);
    await acceptUpload(pipeline.ctx, { uploadId });
    await cancelUpload(sender, { uploadId });
    let steps = 0;
    const dying: Ctx = {
      ...pipeline.ctx,
      transaction: (run, options) => {
        steps += 1;
        if (steps > 3) throw new Error("killed");
        return pipeline.ctx.transaction(run, options);
      },
    };
    await expect(stopUpload(dying, { uploadId })).rejects.toThrow("killed");
    expect(await stateOf(uploadId)).toBe("STOPPING");
    await stopUpload(pipeline.ctx, { uploadId });
    await stopUpload(pipeline.ctx, { uploadId });
    await pipeline.drain();
    expect([await stateOf(uploadId), await eventsOf(uploadId, "import.stop")]).toEqual(["CANCELLED", 1]);
    expect(
      await pipeline.sql("select 1 from operation where upload_id = $1 and state <> 'CANCELLED'", [uploadId]),
    ).toEqual([]);
    await expectSound();
  });

  test("stopping and finishing at the same moment is one of the two", async () => {
    for (let round = 0; round < 4; round++) {
      const uploadId = await accepted(3);
      await acceptUpload(pipeline.ctx, { uploadId });
      await priceOperations(pipeline.ctx, { priceOn: day });
      await executeOperations(pipeline.ctx, { fundId });
      const [cancelled] = await Promise.allSettled([
        cancelUpload(sender, { uploadId }),
        finishUpload(pipeline.ctx, { uploadId }),
        cancelUpload(colleague, { uploadId }),
      ]);
      await pipeline.drain();
      const upload = await sender.transaction((tx) => getUpload(tx, uploadId));
      expect(["DONE", "CANCELLED"]).toContain(upload.state);
      if (upload.state === "DONE") expect(cancelled.status).toBe("rejected");
      expect(await eventsOf(uploadId)).toBe(upload.state === "DONE" ? 0 : 1);
    }
    await expectSound();
  });

  test("a finished file is not stopped any more", async () => {
    const uploadId = await receive();
    await confirmUpload(sender, { uploadId });
    await pipeline.drain();
    await expect(cancelUpload(sender, { uploadId })).rejects.toMatchObject({
      code: "upload.wrong_state",
      details: { state: "DONE" },
    });
  });
});
