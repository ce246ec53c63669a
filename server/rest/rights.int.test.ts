import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { createToken, revokeToken } from "#server/domain/tokens/index";
import { disableUser } from "#server/domain/users/index";
import { createCtx } from "#server/infra/context";
import { type Role, roleCapabilities } from "#server/kernel/capabilities";
import { makeUser } from "#server/testing/books";
import {
  auditor,
  call,
  closeRest,
  fileOf,
  json,
  manager,
  newOperation,
  openRest,
  other,
  own,
  person,
  send,
  t,
} from "#server/testing/rest";
import { createRestHandler } from "./handler";
import { routes } from "./routes";

beforeAll(openRest);
afterAll(closeRest);

describe("tokens and rights", () => {
  test("every route declares a capability, and a token without it gets 403", async () => {
    const open = routes.filter((route) => route.capability === null).map((route) => route.path);
    expect(open).toEqual(["/anbima/avisos", "/openapi.json"]);
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
