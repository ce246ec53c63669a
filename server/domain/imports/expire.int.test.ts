import { afterAll, beforeAll, expect, test } from "vitest";
import { verifyInvariants } from "#server/domain/invariants/index";
import { listNotifications } from "#server/domain/notifications/queries";
import type { Ctx } from "#server/kernel/context";
import type { FakeMailer } from "#server/testing/fakes";
import { operationsHeader as header, openPipeline, type Pipeline } from "#server/testing/pipeline";
import { markPresence, previewUpload, sweepImports } from "./index";
import { getUpload } from "./queries";

let pipeline: Pipeline;
let sender: Ctx;

beforeAll(async () => {
  pipeline = await openPipeline();
  ({ ctx: sender } = await pipeline.person("operacao"));
  await pipeline.fund("ALFA");
});
afterAll(() => pipeline?.close());

let files = 0;
async function previewed(): Promise<string> {
  files += 1;
  const body = `${header}\nX${files};ALFA;C;EXEM11;1;0;2026-07-15;\n`;
  const uploadId = await pipeline.receive(sender, body, { fileName: "esquecido.csv" });
  await previewUpload(sender, { uploadId, reading: {} });
  await pipeline.drain();
  return uploadId;
}

/** So much time goes by for a file and for what was said of it. */
async function wait(uploadId: string, days: number): Promise<void> {
  const back = "- $2::float8 * interval '1 day'";
  const statements = [
    `update upload set created_at = created_at ${back}, staged_at = staged_at ${back} where id = $1`,
    `update upload_presence set seen_at = seen_at ${back} where upload_id = $1`,
    `update notification set created_at = created_at ${back} where subject_id = $1`,
  ];
  for (const statement of statements) await pipeline.sql(statement, [uploadId, days]);
}
const sweep = async (uploadId: string) => {
  await sweepImports(pipeline.ctx);
  await pipeline.drain();
  return (await sender.transaction((tx) => getUpload(tx, uploadId))).state;
};
const told = async (uploadId: string) =>
  (await sender.transaction((tx) => listNotifications(tx, {}))).items.filter(
    ({ subjectId, kind }) => subjectId === uploadId && kind === "import.expiring",
  ).length;

test("a file that nobody confirms is discarded after its days, its person told a day before", async () => {
  const uploadId = await previewed();
  await wait(uploadId, 5.9);
  expect([await sweep(uploadId), await told(uploadId)]).toEqual(["PREVIEWED", 0]);
  await wait(uploadId, 0.2);
  expect([await sweep(uploadId), await told(uploadId)]).toEqual(["PREVIEWED", 1]);
  expect([await sweep(uploadId), await told(uploadId)]).toEqual(["PREVIEWED", 1]);
  await wait(uploadId, 1);
  expect(await sweep(uploadId)).toBe("CANCELLED");
  const upload = await sender.transaction((tx) => getUpload(tx, uploadId));
  expect(upload).toMatchObject({ cancelCode: "EXPIRED", cancelledByName: null });
  expect(await pipeline.sql("select 1 from upload_row where upload_id = $1", [uploadId])).toEqual([]);
  await expect(sender.ports.storage.size(`uploads/${uploadId}`)).rejects.toMatchObject({
    code: "storage.not_found",
  });
  const events = await pipeline.sql<{ text: string }>(
    "select convert_from(canonical, 'UTF8') as text from audit_event where subject_id = $1 and action = 'import.cancel'",
    [uploadId],
  );
  expect(events).toHaveLength(1);
  expect(events[0]?.text).toContain("sem confirmação há 7 dias");
  const report = await verifyInvariants(pipeline.ctx);
  expect(report.invariantes.filter(({ falhas }) => falhas > 0)).toEqual([]);
});

test("nobody finds a file gone without having been told, however old it is", async () => {
  const uploadId = await previewed();
  await wait(uploadId, 40);
  expect([await sweep(uploadId), await told(uploadId)]).toEqual(["PREVIEWED", 1]);
  await wait(uploadId, 0.5);
  expect(await sweep(uploadId)).toBe("PREVIEWED");
  await wait(uploadId, 0.6);
  expect(await sweep(uploadId)).toBe("CANCELLED");
});

test("opening the file begins its days anew, and it is told of again", async () => {
  const uploadId = await previewed();
  await wait(uploadId, 6.1);
  await sweep(uploadId);
  await markPresence(sender, { uploadId, step: "previa" });
  await wait(uploadId, 1.1);
  expect([await sweep(uploadId), await told(uploadId)]).toEqual(["PREVIEWED", 1]);
  await wait(uploadId, 5);
  expect([await sweep(uploadId), await told(uploadId)]).toEqual(["PREVIEWED", 2]);
});

test("the reminder says where, and nothing is sent about a file that no longer waits", async () => {
  const mailer = sender.ports.mailer as FakeMailer;
  const [one, two] = [await previewed(), await previewed()];
  await wait(one, 6.1);
  await wait(two, 6.1);
  await sweepImports(pipeline.ctx);
  await pipeline.sql("update upload set state = 'REFUSED' where id = $1", [two]);
  await pipeline.drain();
  const sent = mailer.sent.filter(({ subject }) => subject.includes("espera a sua confirmação"));
  expect(sent.some(({ text }) => text.includes(`/arquivos/enviar/${one}`))).toBe(true);
  expect(sent.some(({ text }) => text.includes(two))).toBe(false);
});
