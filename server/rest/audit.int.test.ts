import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import {
  auditor,
  call,
  closeRest,
  fileOf,
  json,
  manager,
  newOperation,
  openRest,
  operator,
  other,
  own,
  send,
  t,
} from "#server/testing/rest";
import { createWitness, sealUpTo } from "#server/testing/sealed-log";
import { verificar } from "../domain/audit/pack/verificar.mjs";

const absent = "019a0000-0000-7000-8000-000000000000";
type Event = { id: string; acao: string; lugar: string | null };
let folder: string;
let uploadId: string;

beforeAll(async () => {
  folder = mkdtempSync(path.join(tmpdir(), "lastro-rest-audit-"));
  await openRest();
  uploadId = (await json(await send(operator.token, fileOf(newOperation(own.code))))).id as string;
  await t.drain();
});
afterAll(async () => {
  await closeRest();
  rmSync(folder, { recursive: true, force: true });
});

async function eventsOf(token: string, query: string): Promise<Event[]> {
  const answer = await call(token, `/auditoria/${query}`);
  expect(answer.status).toBe(200);
  return (await json(answer)).itens as Event[];
}

test("what happened to an operation is listed, and its execution is proved to a stranger once it is sealed", async () => {
  const [operation] = (await json(await call(manager.token, `/operacoes?importacao=${uploadId}`))).itens as {
    id: string;
  }[];
  const events = await eventsOf(manager.token, `operacoes?operacao=${operation!.id}`);
  const executed = events.find(({ acao }) => acao === "operation.execute");
  expect(executed).toMatchObject({
    fundo: own.code,
    assunto: { tipo: "operation", id: operation!.id },
    lugar: null,
  });
  const early = await call(manager.token, `/auditoria/eventos/${executed!.id}/prova`);
  expect([early.status, (await json(early)).codigo]).toEqual([409, "audit.not_sealed"]);
  const { count } = await t.ctx.transaction(
    async (tx) => (await tx.sql<{ count: number }>("select count(*)::int as count from audit_event"))[0]!,
  );
  await sealUpTo(t.ctx, createWitness(), count);
  const proof = await call(manager.token, `/auditoria/eventos/${executed!.id}/prova`);
  expect(proof.status).toBe(200);
  const file = path.join(folder, "prova.json");
  writeFileSync(file, `${JSON.stringify(await json(proof), null, 2)}\n`);
  expect((await verificar(file)).problems).toEqual([]);
  expect((await eventsOf(auditor.token, "eventos?acao=audit.prove")).length).toBe(1);
});

test("another fund's events are in no list, and asking for their proof is answered as for none", async () => {
  const [foreign] = await eventsOf(auditor.token, `eventos?fundo=${other.code}`);
  expect(foreign).toBeDefined();
  expect(await eventsOf(manager.token, `eventos?fundo=${other.code}`)).toEqual([]);
  const answers = await Promise.all(
    [foreign!.id, absent].map((id) => call(manager.token, `/auditoria/eventos/${id}/prova`)),
  );
  const bodies = await Promise.all(answers.map(json));
  expect(answers.map(({ status }) => status)).toEqual([404, 404]);
  const [a, b] = bodies.map(({ requisicao: _, ...body }) => body);
  expect(a).toEqual(b);
});
