import { setTimeout as delay } from "node:timers/promises";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import {
  call,
  closeRest,
  executed,
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

beforeAll(openRest);
afterAll(closeRest);

describe("importacoes", () => {
  test("a file is taken, its buckets add up, and its rejected lines come back mended with reasons", async () => {
    const text = fileOf(newOperation(), newOperation(), `${newOperation()};sobra`, newOperation(other.code));
    const sent = await send(operator.token, text, { tipo: "operacoes" });
    expect(sent.status).toBe(202);
    const { id } = await json(sent);
    expect(sent.headers.get("location")).toBe(`/api/v1/importacoes/${id}`);
    await t.drain();
    const found = await json(await call(operator.token, `/importacoes/${id}`));
    expect(found).toMatchObject({
      estado: "DONE",
      canal: "rest",
      linhas: { total: 4, aceitas: 2, rejeitadas: 2, duplicadas: 0, em_processamento: 0 },
    });
    const csv = await call(operator.token, `/importacoes/${id}/rejeitadas`);
    expect(csv.headers.get("content-type")).toContain("text/csv");
    expect(csv.headers.get("content-disposition")).toContain("attachment");
    const body = await csv.text();
    expect(body).toContain("FUND_FORBIDDEN");
    expect(body).toContain("FIELD_COUNT");
  });

  test("the same bytes again are refused with the address of the first", async () => {
    const text = fileOf(newOperation());
    const { id } = await json(await send(operator.token, text));
    const again = await send(operator.token, text);
    expect(again.status).toBe(409);
    expect(again.headers.get("content-type")).toContain("application/problem+json");
    expect(await json(again)).toMatchObject({
      codigo: "upload.duplicate",
      primeiro: `/api/v1/importacoes/${id}`,
    });
  });

  test("the fund of lines that name none may come after the file in the form", async () => {
    const line = newOperation().replace(`;${own.code};`, ";;");
    const { id } = await json(await send(operator.token, fileOf(line), { fundo: own.code }));
    await t.drain();
    const found = await json(await call(operator.token, `/importacoes/${id}`));
    expect(found.linhas).toMatchObject({ total: 1, aceitas: 1 });
  });

  test("what cannot be taken says so, and leaves nothing that waits", async () => {
    const empty = await send(operator.token, "");
    expect([empty.status, (await json(empty)).codigo]).toEqual([422, "upload.empty"]);
    const kind = await send(operator.token, fileOf(newOperation()), { tipo: "boletos" });
    expect([kind.status, (await json(kind)).codigo]).toEqual([422, "upload.kind_unknown"]);
    const foreign = await send(operator.token, fileOf(newOperation()), { fundo: other.code });
    const unknown = await send(operator.token, fileOf(newOperation()), { fundo: "NAOEXISTE" });
    expect([foreign.status, unknown.status]).toEqual([404, 404]);
    const extra = await send(operator.token, fileOf(newOperation()), { uploadedBy: manager.userId });
    expect(extra.status).toBe(422);
    const none = await call(operator.token, "/importacoes", {
      method: "POST",
      body: new URLSearchParams({ a: "b" }),
    });
    expect((await json(none)).codigo).toBe("input.invalid");
    const broken = await call(operator.token, "/importacoes", {
      method: "POST",
      headers: { "content-type": "multipart/form-data; boundary=x" },
      body: '--x\r\ncontent-disposition: form-data; name="arquivo"; filename="a.csv"\r\n\r\nmetade',
    });
    expect([broken.status, (await json(broken)).codigo]).toEqual([409, "upload.incomplete"]);
    const list = await json(
      await call(operator.token, "/importacoes?estado=RECEIVING,AWAITING_CONFIRMATION"),
    );
    expect(list.itens).toEqual([]);
  });

  test("a sender that hangs up in the middle leaves nothing, and may come again under its key", async () => {
    const gone = new AbortController();
    const head = '--x\r\ncontent-disposition: form-data; name="arquivo"; filename="a.csv"\r\n\r\nmetade';
    const body = new ReadableStream<Uint8Array>({
      start: (controller) => controller.enqueue(Buffer.from(head)),
    });
    const headers = { "content-type": "multipart/form-data; boundary=x", "idempotency-key": "cortado" };
    const pending = call(operator.token, "/importacoes", {
      method: "POST",
      body,
      headers,
      signal: gone.signal,
    });
    await delay(200);
    gone.abort();
    expect((await json(await pending)).codigo).toBe("upload.incomplete");
    const list = await json(
      await call(operator.token, "/importacoes?estado=RECEIVING,AWAITING_CONFIRMATION"),
    );
    expect(list.itens).toEqual([]);
    expect(
      (await send(operator.token, fileOf(newOperation()), {}, { "idempotency-key": "cortado" })).status,
    ).toBe(202);
  });

  test("one key is one import: the same file gets the same answer, another file is refused", async () => {
    const text = fileOf(newOperation());
    const headers = { "idempotency-key": "lote-1" };
    const first = await send(operator.token, text, {}, headers);
    const again = await send(operator.token, text, {}, headers);
    expect([first.status, again.status]).toEqual([202, 202]);
    expect(await json(again)).toEqual(await json(first));
    expect(again.headers.get("idempotency-replayed")).toBe("true");
    const changed = await send(operator.token, fileOf(newOperation()), {}, headers);
    expect([changed.status, (await json(changed)).codigo]).toEqual([409, "idempotency.reused"]);
    const elsewhere = await send(manager.token, fileOf(newOperation()), {}, headers);
    expect(elsewhere.status).toBe(202);
  });

  test("a request that failed may be sent again under its key", async () => {
    const headers = { "idempotency-key": "lote-2" };
    expect((await send(operator.token, "", {}, headers)).status).toBe(422);
    expect((await send(operator.token, fileOf(newOperation()), {}, headers)).status).toBe(202);
  });
});

describe("fundos e operacoes", () => {
  test("a balance is what the ledger says it was at the instant asked", async () => {
    const before = new Date(Date.now() - 3_600_000).toISOString();
    const opened = await json(await call(manager.token, `/fundos/${own.code}/saldo`));
    expect(opened.saldo_centavos).toMatch(/^\d+$/);
    const past = await json(
      await call(manager.token, `/fundos/${own.code}/saldo?em=${encodeURIComponent(before)}`),
    );
    expect(past.saldo_centavos).toBe("0");
    const local = "2020-01-01T10:00:00+00:00";
    expect((await call(manager.token, `/fundos/${own.code}/saldo?em=${local}`)).status).toBe(200);
    expect((await call(manager.token, `/fundos/${own.code}/saldo?em=2020-01-31`)).status).toBe(200);
    expect((await call(manager.token, `/fundos/${own.code}/saldo?em=ontem`)).status).toBe(422);
    const funds = await json(await call(manager.token, "/fundos"));
    expect((funds.itens as { codigo: string }[]).map((fund) => fund.codigo)).toEqual([own.code]);
  });

  test("an operation tells where it came from, what priced it and what it posted", async () => {
    const found = await json(await call(manager.token, `/operacoes/${await executed()}`));
    expect(found).toMatchObject({
      fundo: own.code,
      tipo: "COMPRA",
      estado: "EXECUTED",
      data_operacao: "2026-03-11",
    });
    expect(found.cotacao).toMatchObject({ pu: "1000.12345600" });
    const sum = (found.partidas as { valor_centavos: string }[]).reduce(
      (all, p) => all + BigInt(p.valor_centavos),
      0n,
    );
    expect(sum).toBe(0n);
  });

  test("a list goes on where the cursor says, and a forged cursor is refused without a word about us", async () => {
    await executed();
    const first = await json(await call(manager.token, "/operacoes?limite=1&estado=EXECUTED,REVERSED"));
    const next = await json(await call(manager.token, `/operacoes?limite=1&cursor=${first.proximo}`));
    expect((next.itens as { id: string }[])[0]?.id).not.toBe((first.itens as { id: string }[])[0]?.id);
    const forged = Buffer.from(JSON.stringify(["x'; drop table job"])).toString("base64url");
    for (const cursor of [forged, "%00", "abc"]) {
      expect((await call(manager.token, `/operacoes?cursor=${cursor}`)).status).toBe(422);
    }
    expect((await call(manager.token, "/operacoes?limite=1001")).status).toBe(422);
    expect((await call(manager.token, "/operacoes?limite=1&limite=2")).status).toBe(422);
    expect((await call(manager.token, "/operacoes?fundId=x")).status).toBe(422);
  });

  test("a reversal happens once, never by who sent the file, and its key gives the same answer", async () => {
    const id = await executed();
    const init = (reason: unknown, key = "estorno-1"): RequestInit => ({
      method: "POST",
      body: JSON.stringify({ motivo: reason }),
      headers: { "content-type": "application/json", "idempotency-key": key },
    });
    const reason = "preço combinado errado";
    const refused = await call(operator.token, `/operacoes/${id}/estorno`, init(reason));
    expect([refused.status, (await json(refused)).codigo]).toEqual([403, "operation.own_upload"]);
    const tries = await Promise.all(
      [1, 2, 3].map(() => call(manager.token, `/operacoes/${id}/estorno`, init(reason))),
    );
    for (const answer of tries) expect([201, 409]).toContain(answer.status);
    const again = await call(manager.token, `/operacoes/${id}/estorno`, init(reason));
    expect([again.status, again.headers.get("idempotency-replayed")]).toEqual([201, "true"]);
    const another = await call(manager.token, `/operacoes/${id}/estorno`, init("outro motivo qualquer"));
    expect((await json(another)).codigo).toBe("idempotency.reused");
    const twice = await call(manager.token, `/operacoes/${id}/estorno`, init(reason, "estorno-2"));
    expect([twice.status, (await json(twice)).codigo]).toEqual([409, "operation.reversed"]);
    for (const bad of [undefined, null, "curto", { not: "" }, ["a"], "com nulo \u0000 no meio"]) {
      expect((await call(manager.token, `/operacoes/${id}/estorno`, init(bad, "estorno-3"))).status).toBe(
        422,
      );
    }
    const found = await json(await call(manager.token, `/operacoes/${id}`));
    expect(found.estado).toBe("REVERSED");
  });
});
