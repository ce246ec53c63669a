import { afterAll, beforeAll, expect, test } from "vitest";
import { verifyLog } from "#server/domain/audit/index";
import { verifyInvariants } from "#server/domain/invariants/index";
import { disableUser } from "#server/domain/users/index";
import { openPipeline, type Pipeline } from "#server/testing/pipeline";
import { createWitness, sealUpTo } from "#server/testing/sealed-log";
import { liftHold, placeHold, requestErasure, setRetention } from "./index";

const email = "pessoa1@exemplo.com.br";
const witness = createWitness();
let pipeline: Pipeline;
let userId: string;

beforeAll(async () => {
  pipeline = await openPipeline();
  const { actor } = await pipeline.person("operacao");
  userId = actor.id;
  await seal();
});
afterAll(() => pipeline?.close());

async function seal(): Promise<void> {
  const [all] = await pipeline.sql<{ count: number }>("select count(*)::int as count from audit_event");
  await sealUpTo(pipeline.ctx, witness, all!.count);
}
const ask = async () => {
  const { keptBecause, valuesErased } = await pipeline.ctx.transaction((tx) =>
    requestErasure(tx, { email, reason: "pedido do titular" }),
  );
  return { because: keptBecause.map(({ kind }) => kind), valuesErased };
};
const kept = () =>
  pipeline.sql<{ salt: Buffer | null; value: string | null }>(
    "select p.salt, p.value from audit_personal p join audit_event e on e.id = p.event_id where e.subject_id = $1 order by p.field",
    [userId],
  );
const verified = () =>
  pipeline.ctx.transaction((tx) =>
    verifyLog(tx, { publicKey: witness.signer.publicKey, notes: witness.notes }),
  );

test("records are kept while the person has access, then for their years, then as long as a hold stands", async () => {
  expect((await ask()).because).toEqual(["active", "audit"]);
  await pipeline.ctx.transaction((tx) => disableUser(tx, { userId, reason: "saiu da empresa" }));
  expect((await ask()).because).toEqual(["person", "audit"]);
  await pipeline.ctx.transaction((tx) =>
    setRetention(tx, { kind: "person", years: 0, reason: "política nova" }),
  );
  expect((await ask()).because).toEqual(["audit"]);
  await pipeline.ctx.transaction((tx) => placeHold(tx, { email, reason: "ofício do juízo, processo 1" }));
  await pipeline.ctx.transaction((tx) =>
    setRetention(tx, { kind: "audit", years: 0, reason: "política nova" }),
  );
  expect((await ask()).because).toEqual(["hold"]);
  expect((await kept()).map(({ value }) => value)).toEqual([email, "Pessoa 1"]);
  const refused = await pipeline.sql(
    "select 1 from erasure_request where user_id = $1 and outcome = 'REFUSED' and ground <> ''",
    [userId],
  );
  expect(refused).toHaveLength(4);
});

test("the database itself erases nothing that is kept", async () => {
  await expect(
    pipeline.ctx.transaction((tx) => tx.sql("select lastro.erase_person($1)", [userId])),
  ).rejects.toMatchObject({ code: "42501" });
  const change = "update audit_personal set salt = null, value = null";
  await expect(pipeline.ctx.transaction((tx) => tx.sql(change))).rejects.toMatchObject({ code: "42501" });
});

test("what nothing keeps any more is erased, and the log is proved whole as before", async () => {
  await pipeline.ctx.transaction((tx) => liftHold(tx, { email, reason: "ofício revogado" }));
  expect(await ask()).toEqual({ because: [], valuesErased: 2 });
  expect(await kept()).toEqual([
    { salt: null, value: null },
    { salt: null, value: null },
  ]);
  const [person] = await pipeline.sql<{ text: string }>(
    "select u::text as text from app_user u where id = $1",
    [userId],
  );
  expect(person?.text).not.toMatch(/pessoa1|Pessoa 1/);
  await seal();
  expect((await verified()).problems).toEqual([]);
  const { invariantes } = await verifyInvariants(pipeline.ctx);
  expect(invariantes.filter(({ falhas }) => falhas > 0)).toEqual([]);
});
