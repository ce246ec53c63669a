import { afterAll, beforeAll, expect, test } from "vitest";
import { createCtx } from "#server/infra/context";
import { openPool } from "#server/infra/database";
import { roleUrl } from "#server/infra/env";
import { serveDebenture } from "#server/testing/books";
import { closeRest, executed, json, openRest, prices, t } from "#server/testing/rest";
import { createRestHandler } from "./handler";
import { routes } from "./routes";

const credential = "anbima:segredo-de-teste-bem-longo";
let handle: (request: Request) => Promise<Response>;
let closed: (request: Request) => Promise<Response>;
let end: () => Promise<void>;
let day: string;

beforeAll(async () => {
  await openRest();
  const pool = openPool(roleUrl(t.ownerUrl, "lastro_web"), { max: 2, applicationName: "notices-test" });
  end = () => pool.end();
  const ctxOf = (actor: Parameters<typeof createCtx>[1], id: string) =>
    createCtx({ ...t.runtime, pool }, actor, id);
  handle = createRestHandler({ routes, ctxOf, noticeAuth: () => credential });
  closed = createRestHandler({ routes, ctxOf });
  const operationId = await executed();
  const [row] = await sql<{ day: string }>("select operation_on::text as day from operation where id = $1", [
    operationId,
  ]);
  day = row!.day;
});
afterAll(async () => {
  await end();
  await closeRest();
});

const sql = <Row>(text: string, params: unknown[] = []) =>
  t.ctx.transaction((tx) => tx.sql<Row & Record<string, unknown>>(text, params));
const basic = (text: string) => ({ authorization: `Basic ${Buffer.from(text).toString("base64")}` });
let serial = 0;
function notice(fields: Record<string, unknown> = {}) {
  serial += 1;
  return {
    id_notificacao_cliente: `N-${serial}`,
    tipo_evento: "ATUALIZACAO",
    data_envio: "2026-07-15T20:31:00Z",
    nome_pacote: "Preços",
    nome_item: "Debêntures",
    data_referencia: day,
    url_api_feed: "https://api.anbima.com.br/feed/precos-indices/v1/debentures/mercado-secundario",
    ...fields,
  };
}
const post = (body: unknown, headers: Record<string, string> = basic(credential), door = handle) =>
  door(
    new Request("http://localhost/api/v1/anbima/avisos", {
      method: "POST",
      body: JSON.stringify(body),
      headers: { "content-type": "application/json", ...headers },
    }),
  );
const readings = async () =>
  (
    await sql<{ count: number }>(
      "select count(*)::int as count from price_reading where asset_class = 'debentures' and price_on = $1",
      [day],
    )
  )[0]?.count;

test("only ANBIMA's credential passes, and nobody where there is none", async () => {
  for (const headers of [
    {},
    basic("anbima:outra coisa qualquer"),
    basic("anbima"),
    { authorization: "Basic" },
  ])
    expect((await post(notice(), headers)).status).toBe(401);
  expect((await post(notice(), { authorization: `Bearer ${credential}` })).status).toBe(401);
  expect((await post(notice(), basic(credential), closed)).status).toBe(401);
  expect(await sql("select 1 from price_notice")).toEqual([]);
});

test("a corrected list is read again, once however often it is announced, and both versions stay", async () => {
  const before = (await readings()) as number;
  prices.forget("debentures", day);
  serveDebenture(prices, "777.777777", day);
  const announced = notice();
  const answers = await Promise.all([1, 2, 3].map(() => post(announced)));
  expect(answers.map((answer) => answer.status)).toEqual([200, 200, 200]);
  const repeated = await Promise.all(answers.map(json));
  expect(repeated.filter((one) => one.repetido)).toHaveLength(2);
  await t.drain();
  expect(await readings()).toBe(before + 1);
  const kept = await sql<{ price: string; revised: string | null }>(
    `select q.unit_price::text as price, q.revised_from::text as revised from quote q join price_reading r on r.id = q.reading_id
      where r.asset_class = 'debentures' and r.price_on = $1 order by r.answered_at`,
    [day],
  );
  expect(kept).toHaveLength(before + 1);
  expect(kept.at(-1)).toEqual({ price: "777.77777700", revised: kept.at(-2)?.price });
  const events = await sql("select action from audit_event where subject_type = 'price_notice'");
  expect(events).toHaveLength(3);
});

test("a list that nobody asked for is not read, nor is another product's", async () => {
  expect((await post(notice({ data_referencia: "2020-03-02" }))).status).toBe(200);
  const other = {
    nome_item: "IMA",
    url_api_feed: "https://api.anbima.com.br/feed/precos-indices/v1/indices/ima",
  };
  expect((await post(notice(other))).status).toBe(200);
  await t.drain();
  expect(await sql("select 1 from price_request where price_on = '2020-03-02'")).toEqual([]);
});

test("a late list is told of and goes on being asked for", async () => {
  await sql(
    "insert into price_request (asset_class, price_on, next_attempt_at) values ('debentures', '2026-07-20', now() + interval '1 hour')",
  );
  await post(notice({ tipo_evento: "ATRASO", data_referencia: "2026-07-20T00:00:00" }));
  expect(
    await sql(
      "select state, code from price_request where price_on = '2026-07-20' and asset_class = 'debentures'",
    ),
  ).toEqual([{ state: "WAITING", code: "ATRASO_ANUNCIADO" }]);
});

test.each([
  ["tipo_evento", { tipo_evento: "APAGAR" }],
  ["data_referencia", { data_referencia: "15/07/2026" }],
  ["id_notificacao_cliente", { id_notificacao_cliente: { $gt: "" } }],
  ["nome_item", { nome_item: "x".repeat(300) }],
])("a wrong %s is refused and leaves nothing", async (_, fields) => {
  const count = await sql("select count(*) from price_notice");
  expect((await post(notice(fields))).status).toBe(422);
  expect(await sql("select count(*) from price_notice")).toEqual(count);
});
