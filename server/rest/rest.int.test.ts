import { setTimeout as delay } from "node:timers/promises";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { createToken, revokeToken } from "#server/domain/tokens/index";
import { disableUser } from "#server/domain/users/index";
import { createCtx } from "#server/infra/context";
import { openPool } from "#server/infra/database";
import { roleUrl } from "#server/infra/env";
import { type Capability, type Role, roleCapabilities } from "#server/kernel/capabilities";
import { makeFund, makeUser, operationLine, operationsHeader, serveDebenture } from "#server/testing/books";
import { createFakePriceSource } from "#server/testing/fakes";
import { openTestRuntime, type TestRuntime } from "#server/testing/runtime";
import { createRestHandler } from "./handler";
import { routes } from "./routes";

let t: TestRuntime;
let handle: (request: Request) => Promise<Response>;
let endPool: () => Promise<void>;
const prices = createFakePriceSource();
let own: { fundId: string; code: string };
let other: { fundId: string; code: string };
let operator: { userId: string; token: string };
let manager: { userId: string; token: string };
let auditor: { userId: string; token: string };

beforeAll(async () => {
  t = await openTestRuntime({ priceSource: prices });
  const pool = openPool(roleUrl(t.ownerUrl, "lastro_web"), { max: 6, applicationName: "rest-test" });
  endPool = () => pool.end();
  handle = createRestHandler({
    routes,
    ctxOf: (actor, requestId) => createCtx({ ...t.runtime, pool }, actor, requestId),
  });
  serveDebenture(prices);
  own = await makeFund(t.ctx);
  other = await makeFund(t.ctx);
  operator = await person("operacao", [own.fundId]);
  manager = await person("gestor", [own.fundId]);
  auditor = await person("auditor");
});
afterAll(async () => {
  await endPool();
  await t.close();
});

async function person(
  role: Role,
  funds?: string[],
  capabilities: Capability[] = [...roleCapabilities[role]],
) {
  const { userId } = await makeUser(t.ctx, role, funds);
  const { token } = await createToken(t.ctx, {
    name: "de teste",
    userId,
    capabilities,
    funds: "all",
    days: 30,
  });
  return { userId, token };
}

function call(token: string | null, path: string, init: RequestInit = {}): Promise<Response> {
  const headers = new Headers(init.headers);
  if (token) headers.set("authorization", `Bearer ${token}`);
  return handle(
    new Request(`http://localhost/api/v1${path}`, { ...init, headers, duplex: "half" } as RequestInit),
  );
}

function fileForm(text: string, fields: Record<string, string> = {}, name = "ops.csv"): FormData {
  const form = new FormData();
  form.set("arquivo", new File([text], name, { type: "text/csv" }));
  for (const [key, value] of Object.entries(fields)) form.set(key, value);
  return form;
}

async function send(
  token: string,
  text: string,
  fields?: Record<string, string>,
  headers?: Record<string, string>,
) {
  return call(token, "/importacoes", { method: "POST", body: fileForm(text, fields), headers });
}

const json = async (response: Response) => (await response.json()) as Record<string, unknown>;
let serial = 0;
const fileOf = (...lines: string[]) => `${operationsHeader}\n${lines.join("\n")}\n`;
const newOperation = (code = own.code) => operationLine(`REST-${++serial}`, code);

/** Sends one line and runs it to the end; the id of its operation. */
async function executed(): Promise<string> {
  const sent = await send(operator.token, fileOf(newOperation()));
  expect(sent.status).toBe(202);
  const { id } = await json(sent);
  await t.drain();
  const page = await json(await call(manager.token, `/operacoes?importacao=${id}`));
  const [operation] = page.itens as { id: string; estado: string }[];
  expect(operation?.estado).toBe("EXECUTED");
  return operation!.id;
}

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

describe("tokens and rights", () => {
  test("every route declares a capability, and a token without it gets 403", async () => {
    const open = routes.filter((route) => route.capability === null).map((route) => route.path);
    expect(open).toEqual(["/openapi.json"]);
    for (const route of routes) {
      if (route.capability === null) continue;
      const rest = [...roleCapabilities.gestor, ...roleCapabilities.admin].filter(
        (c) => c !== route.capability,
      );
      const role: Role = "gestor";
      const without = await person(
        role,
        [own.fundId],
        rest.filter((c) => roleCapabilities[role].has(c)),
      );
      const path = route.path.replace("{id}", own.fundId).replace("{codigo}", own.code);
      const answer = await call(without.token, path, { method: route.method });
      expect([route.path, answer.status, (await json(answer)).codigo]).toEqual([
        route.path,
        403,
        "auth.denied",
      ]);
      expect((await call(null, path, { method: route.method })).status).toBe(401);
    }
  });

  test("what is another fund's and what does not exist get the same answer", async () => {
    const { userId } = await makeUser(t.ctx, "operacao", [other.fundId]);
    const capabilities = [...roleCapabilities.operacao];
    const { token } = await createToken(t.ctx, {
      name: "do outro",
      userId,
      capabilities,
      funds: "all",
      days: 1,
    });
    const { id } = await json(await send(token, fileOf(newOperation(other.code))));
    await t.drain();
    const [foreign] = (await json(await call(auditor.token, `/operacoes?importacao=${id}`))).itens as {
      id: string;
    }[];
    const reverse = {
      method: "POST",
      body: '{"motivo":"um motivo comprido"}',
      headers: { "content-type": "application/json" },
    };
    const pairs: [string, string, RequestInit?][] = [
      [`/importacoes/${id}`, "/importacoes/019a0000-0000-7000-8000-000000000000"],
      [`/importacoes/${id}/rejeitadas`, "/importacoes/nada/rejeitadas"],
      [`/fundos/${other.code}/saldo`, "/fundos/NAOEXISTE/saldo"],
      [`/operacoes/${foreign!.id}`, "/operacoes/019a0000-0000-7000-8000-000000000000"],
      [
        `/operacoes/${foreign!.id}/estorno`,
        "/operacoes/019a0000-0000-7000-8000-000000000000/estorno",
        reverse,
      ],
    ];
    for (const [existing, absent, init] of pairs) {
      const answers = await Promise.all([existing, absent].map((path) => call(manager.token, path, init)));
      const bodies = await Promise.all(answers.map(json));
      expect(answers.map((answer) => answer.status)).toEqual([404, 404]);
      const [a, b] = bodies.map(({ requisicao: _, ...body }) => body);
      expect(a).toEqual(b);
    }
    const list = await json(await call(manager.token, `/operacoes?fundo=${other.code}`));
    expect(list.itens).toEqual([]);
  });

  test("a token dies with its revocation, its time, and its person, at once", async () => {
    const { userId } = await makeUser(t.ctx, "gestor", [own.fundId]);
    const make = () =>
      createToken(t.ctx, {
        name: "efêmero",
        userId,
        capabilities: ["fund:read"],
        funds: [own.fundId],
        days: 1,
      });
    const [revoked, expired, disabled] = [await make(), await make(), await make()];
    expect((await call(revoked.token, "/fundos")).status).toBe(200);
    await revokeToken(t.ctx, { tokenId: revoked.tokenId, reason: "fim do teste" });
    await t.ctx.transaction((tx) =>
      tx.sql("update api_token set expires_at = now() - interval '1 second' where id = $1", [
        expired.tokenId,
      ]),
    );
    expect((await call(revoked.token, "/fundos")).status).toBe(401);
    expect((await call(expired.token, "/fundos")).status).toBe(401);
    expect((await call(disabled.token, "/fundos")).status).toBe(200);
    await t.ctx.transaction((tx) => tx.sql("update app_user set role = 'admin' where id = $1", [userId]));
    await t.ctx.transaction((tx) => tx.sql("delete from user_fund where user_id = $1", [userId]));
    expect((await json(await call(disabled.token, "/fundos"))).itens).toEqual([]);
    await t.ctx.transaction((tx) => disableUser(tx, { userId, reason: "saiu" }));
    expect((await call(disabled.token, "/fundos")).status).toBe(401);
  });

  test("a token holds no right that its person lacks, and no secret is kept", async () => {
    const make = (input: Partial<Parameters<typeof createToken>[1]>) =>
      createToken(t.ctx, {
        name: "demais",
        userId: manager.userId,
        capabilities: ["fund:read"],
        funds: "all",
        days: 1,
        ...input,
      });
    await expect(make({ capabilities: ["user:update"] })).rejects.toMatchObject({ code: "auth.denied" });
    await expect(make({ funds: [other.fundId] })).rejects.toMatchObject({ code: "fund.not_found" });
    await expect(make({ days: 5_000 })).rejects.toThrow();
    const { token } = await make({});
    const secret = token.split("_").at(-1) as string;
    const kept = await t.ctx.transaction((tx) =>
      tx.sql<{ text: string }>(
        `select row_to_json(t)::text as text from api_token t
         union all select convert_from(canonical, 'UTF8') from audit_event union all select row_to_json(p)::text from audit_personal p`,
      ),
    );
    expect(kept.length).toBeGreaterThan(0);
    expect(kept.filter((row) => row.text.includes(secret))).toEqual([]);
  });
});

describe("the door", () => {
  test("an unknown address is 404, a wrong method 405 with the right ones, both as problems", async () => {
    const unknown = await call(null, "/nada/disso");
    expect([unknown.status, unknown.headers.get("content-type")]).toEqual([
      404,
      "application/problem+json; charset=utf-8",
    ]);
    const wrong = await call(manager.token, "/fundos", { method: "DELETE" });
    expect([wrong.status, wrong.headers.get("allow")]).toEqual([405, "GET"]);
    for (const answer of [unknown, wrong]) {
      expect(answer.headers.get("cache-control")).toBe("no-store");
      expect(await json(answer)).toMatchObject({
        title: expect.any(String),
        acao: expect.any(String),
        requisicao: expect.any(String),
      });
    }
  });

  test("a failure of ours says a code and a request, and nothing about how we are built", async () => {
    const broken = createRestHandler({
      routes,
      ctxOf: (actor, requestId) => ({
        ...createCtx(t.runtime, actor, requestId),
        transaction: () => Promise.reject(new Error("select secret from /srv/app.ts")),
      }),
    });
    const answer = await broken(
      new Request("http://localhost/api/v1/fundos", {
        headers: { authorization: `Bearer ${manager.token}` },
      }),
    );
    const body = await answer.text();
    expect(answer.status).toBe(500);
    expect(body).toContain("internal.unexpected");
    expect(body).not.toMatch(/select|srv|\.ts|Error/);
  });

  test("the description names every route with its right, and its schemas are valid JSON", async () => {
    const answer = await call(null, "/openapi.json");
    const document = (await answer.json()) as {
      openapi: string;
      paths: Record<string, Record<string, Record<string, unknown>>>;
    };
    expect(document.openapi).toBe("3.1.0");
    for (const route of routes) {
      const described = document.paths[route.path]?.[route.method.toLowerCase()];
      expect(described?.summary).toBe(route.summary);
      expect(described?.["x-direito"]).toBe(route.capability ?? undefined);
    }
  });
});
