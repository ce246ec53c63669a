import { afterAll, beforeAll, expect, test } from "vitest";
import { verifyLog } from "#server/domain/audit/index";
import type { FakeMailer } from "#server/testing/fakes";
import { openPipeline, type Pipeline } from "#server/testing/pipeline";
import { createWitness, sealUpTo } from "#server/testing/sealed-log";
import { sweepCheckpoints } from "./index";

const witness = createWitness();
let pipeline: Pipeline;
let mailer: FakeMailer;

beforeAll(async () => {
  pipeline = await openPipeline();
  mailer = pipeline.ctx.ports.mailer as FakeMailer;
  for (const role of ["auditor", "gestor", "operacao"] as const) await pipeline.person(role);
});
afterAll(() => pipeline?.close());

async function sealAll(): Promise<void> {
  const [all] = await pipeline.sql<{ count: number }>("select count(*)::int as count from audit_event");
  await sealUpTo(pipeline.ctx, witness, all!.count);
}
async function sweep() {
  const before = mailer.sent.length;
  await sweepCheckpoints(pipeline.ctx);
  await pipeline.drain();
  return mailer.sent.slice(before);
}
/** Yesterday's messages stay yesterday's. */
const letADayPass = () =>
  pipeline.sql(
    "update notification set dedupe_key = replace(dedupe_key, to_char(now() at time zone 'America/Sao_Paulo', 'YYYY-MM-DD'), '2020-01-01')",
  );

test("whoever audits or manages receives the signed checkpoint once a day, and only when the log has grown", async () => {
  expect(await sweep()).toEqual([]);
  await sealAll();
  const mails = await sweep();
  expect(mails.map(({ to }) => to).sort()).toEqual(["pessoa1@exemplo.com.br", "pessoa2@exemplo.com.br"]);
  expect(await sweep()).toEqual([]);
  // Sending them was something to seal.
  await sealAll();
  expect(await sweep()).toEqual([]);
  await letADayPass();
  expect(await sweep()).toHaveLength(2);
});

test("what was mailed proves a log that was cut off since", async () => {
  const note = /^lastro\/auditoria\n\d+\n\S+\n\n— .+\n/m.exec(mailer.sent.at(-1)?.text ?? "")?.[0] ?? "";
  const outside = { publicKey: witness.signer.publicKey, notes: [note] };
  const verified = () => pipeline.ctx.transaction((tx) => verifyLog(tx, outside));
  expect((await verified()).problems).toEqual([]);
  const size = Number(note.split("\n")[1]);
  await pipeline.sql("alter table audit_leaf disable trigger all");
  await pipeline.sql("alter table audit_checkpoint disable trigger all");
  await pipeline.sql(`delete from audit_leaf where seq >= ${size - 2}`);
  await pipeline.sql(`delete from audit_checkpoint where size > ${size - 2}`);
  expect((await verified()).problems[0]).toMatchObject({ what: "TAIL_MISSING", seq: size - 2 });
});
