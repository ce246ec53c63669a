import { createHash } from "node:crypto";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { DomainError } from "#server/kernel/errors";
import { assetClasses } from "#server/kernel/ports";
import type { TransportKind } from "#server/sandbox/anbima/switches";
import { codeOf, quoteOf, universe } from "#server/sandbox/anbima/universe";
import { sandboxCredentials } from "#server/sandbox/env";
import { type Sandbox, startSandbox } from "#server/sandbox/server";
import { type AnbimaOptions, createAnbima } from "./index";

const day = "2026-07-15";
let sandbox: Sandbox;
let pauses: number[];

beforeAll(async () => {
  sandbox = await startSandbox({ anbima: { failureRate: 0, latencyMs: 0 } });
});
afterAll(() => sandbox.close());
beforeEach(() => {
  pauses = [];
  sandbox.control.anbima.set({ next: [], wrong: [], wrongCodes: {}, failureRate: 0 });
  sandbox.control.anbima.journal.clear();
});

function anbima(options: Partial<AnbimaOptions> = {}) {
  const delay = async (ms: number) => void pauses.push(ms);
  return createAnbima({ baseUrl: sandbox.url, ...sandboxCredentials, delay, ...options });
}

function nextCalls(...kinds: (TransportKind | "ok")[]) {
  sandbox.control.anbima.set({ next: kinds });
}

async function failure(promise: Promise<unknown>): Promise<DomainError> {
  const error = await promise.then(
    () => null,
    (reason: unknown) => reason,
  );
  if (!(error instanceof DomainError)) return expect.fail(`no DomainError: ${String(error)}`);
  return error;
}

const feedCalls = () =>
  sandbox.control.anbima.journal.page().entries.filter((entry) => entry.path === "feed");
const tokenCalls = () =>
  sandbox.control.anbima.journal.page().entries.filter((entry) => entry.path === "token");

describe("a good answer", () => {
  test.each(assetClasses)(
    "of class %s holds every asset with its digits exactly as served",
    async (assetClass) => {
      const answer = await anbima().fetchPrices(assetClass, day);
      const expected = universe
        .filter((asset) => asset.assetClass === assetClass)
        .map((asset) => quoteOf(asset, day));
      expect(answer).toMatchObject({ outcome: "LIST", httpStatus: 200, calls: 1 });
      expect(answer.rows.map((row) => [row.assetCode, row.unitPrice, row.isin === null])).toEqual(
        expected.map((quote) => [
          codeOf(quote.asset),
          quote.unitPrice,
          assetClass === "cri-cra" || assetClass === "debentures",
        ]),
      );
      const [row] = answer.rows;
      const [quote] = expected;
      expect(row).toMatchObject({
        maturityOn: quote!.asset.maturityOn,
        referenceOn: day,
        unitPriceText: null,
        bidRate: quote!.bidRate,
        askRate: quote!.askRate,
        indicativeRate: quote!.indicativeRate,
        standardDeviation: quote!.standardDeviation,
      });
      expect(row!.raw).toContain(quote!.unitPrice);
    },
  );

  test("is provable from the sandbox's journal by the hash of its body", async () => {
    const answer = await anbima().fetchPrices("fidc", day);
    const { entries, bodies } = sandbox.control.anbima.journal.page();
    const sha256 = Buffer.from(answer.bodySha256).toString("hex");
    expect(entries.at(-1)).toMatchObject({ bodySha256: sha256, bodyBytes: answer.bodyBytes, priceOn: day });
    const served = bodies[sha256]!.prices;
    for (const row of answer.rows) expect(served[row.assetCode]).toEqual([row.unitPrice]);
  });

  test("costs one token for many calls at once, renewed a minute before it ends", async () => {
    let now = Date.parse("2026-07-20T15:00:00Z");
    const source = anbima({ clock: { now: () => new Date(now) } });
    await Promise.all(assetClasses.map((assetClass) => source.fetchPrices(assetClass, day)));
    expect(tokenCalls()).toHaveLength(1);
    now += 3_539_000;
    await source.fetchPrices("fidc", day);
    expect(tokenCalls()).toHaveLength(1);
    now += 1_000;
    await source.fetchPrices("fidc", day);
    expect(tokenCalls()).toHaveLength(2);
  });
});

describe("no data", () => {
  test("for a holiday, a weekend, the future or an empty body is an answer, not an error", async () => {
    for (const quiet of ["2026-06-04", "2026-07-18", "2031-07-15"]) {
      expect(await anbima().fetchPrices("fidc", quiet)).toMatchObject({
        outcome: "EMPTY",
        httpStatus: 404,
        rows: [],
        calls: 1,
      });
    }
    for (const kind of ["null", "empty", "empty_list"] as const) {
      nextCalls(kind);
      expect(await anbima().fetchPrices("fidc", day)).toMatchObject({ outcome: "EMPTY", httpStatus: 200 });
    }
    expect(pauses).toEqual([]);
  });
});

describe("a call that fails", () => {
  const passing = [
    "refused",
    "500",
    "502",
    "503",
    "504",
    "truncated",
    "wrong_length",
    "html200",
    "malformed",
  ] as const;

  test.each(passing)("by %s is made again after 50, 100 and 200 ms", async (kind) => {
    nextCalls(kind, kind, kind);
    expect(await anbima().fetchPrices("fidc", day)).toMatchObject({ outcome: "LIST", calls: 4 });
    expect(pauses).toEqual([50, 100, 200]);
  });

  test.each([
    ["refused", "anbima.unavailable"],
    ["500", "anbima.unavailable"],
    ["503", "anbima.unavailable"],
    ["truncated", "anbima.unavailable"],
    ["wrong_length", "anbima.unavailable"],
    ["html200", "anbima.invalid_answer"],
    ["malformed", "anbima.invalid_answer"],
  ] as const)("by %s four times is %s, to be tried later", async (kind, code) => {
    nextCalls(kind, kind, kind, kind);
    expect(await failure(anbima().fetchPrices("fidc", day))).toMatchObject({ code, kind: "unavailable" });
    expect(feedCalls()).toHaveLength(4);
  });

  test("by an expired token is made again at once with a new one", async () => {
    nextCalls("401");
    expect(await anbima().fetchPrices("fidc", day)).toMatchObject({ outcome: "LIST", calls: 2 });
    expect(pauses).toEqual([]);
    expect(tokenCalls()).toHaveLength(2);
  });

  test("by a token that lost its worth while many calls ran renews it once", async () => {
    const source = anbima();
    await source.fetchPrices("fidc", day);
    sandbox.control.anbima.revokeTokens();
    await Promise.all(assetClasses.map((assetClass) => source.fetchPrices(assetClass, day)));
    expect(tokenCalls()).toHaveLength(2);
  });

  test("by 401 for ever gives up after as many calls as any other", async () => {
    nextCalls(...Array.from({ length: 20 }, () => "401" as const));
    expect(await failure(anbima().fetchPrices("fidc", day))).toMatchObject({ code: "anbima.unavailable" });
    expect(feedCalls()).toHaveLength(8);
  });

  test("by 403 or wrong credentials is not made again", async () => {
    nextCalls("403");
    expect(await failure(anbima().fetchPrices("fidc", day))).toMatchObject({ code: "anbima.forbidden" });
    const secret = "not-the-secret";
    const refused = await failure(anbima({ clientSecret: secret }).fetchPrices("fidc", day));
    expect(refused).toMatchObject({ code: "anbima.forbidden", kind: "forbidden" });
    expect(JSON.stringify([refused, refused.message, refused.details, refused.cause])).not.toContain(secret);
    expect(pauses).toEqual([]);
  });

  test("by 429 waits for Retry-After up to a second", async () => {
    nextCalls("429");
    expect(await anbima().fetchPrices("fidc", day)).toMatchObject({ outcome: "LIST", calls: 2 });
    expect(pauses).toEqual([1_000]);
  });

  test("by 429 with a longer Retry-After leaves it to the job", async () => {
    const busy = anbima({ fetch: fetchOf("busy", { status: 429, headers: { "retry-after": "30" } }) });
    expect((await failure(busy.fetchPrices("fidc", day))).details).toMatchObject({ retryAfterMs: 30_000 });
    expect(pauses).toEqual([]);
  });

  test.each(["hang", "slow"] as const)(
    "by %s is cut off at the deadline, and tried once more only",
    async (kind) => {
      nextCalls(kind, kind, kind, kind);
      const error = await failure(anbima({ timeoutMs: 300 }).fetchPrices("fidc", day));
      expect(error).toMatchObject({ code: "anbima.unavailable", details: { reason: "timeout" } });
      expect(pauses).toEqual([50]);
    },
  );

  test("by a body over the cap stops reading at the cap", async () => {
    nextCalls("huge", "huge", "huge", "huge");
    const error = await failure(anbima({ maxBytes: 1_000_000 }).fetchPrices("fidc", day));
    expect(error).toMatchObject({ code: "anbima.invalid_answer", details: { reason: "too_large" } });
  });

  test("by a redirect is not followed", async () => {
    const location = "http://169.254.169.254/latest/meta-data";
    const moved = anbima({ fetch: fetchOf("", { status: 302, headers: { location } }) });
    expect(await failure(moved.fetchPrices("fidc", day))).toMatchObject({ details: { reason: "redirect" } });
  });

  test("leaves the next one whole: 60 % of failures still end in right lists or in an error", async () => {
    sandbox.control.anbima.set({ failureRate: 0.6 });
    const source = anbima();
    const days = Array.from({ length: 12 }, (_, i) => `2026-03-${String(i + 9).padStart(2, "0")}`);
    const results = await Promise.allSettled(days.map((priceOn) => source.fetchPrices("cri-cra", priceOn)));
    for (const result of results) {
      if (result.status === "rejected") expect(result.reason).toBeInstanceOf(DomainError);
      else expect([0, 30]).toContain(result.value.rows.length);
    }
    expect(results.filter((result) => result.status === "fulfilled").length).toBeGreaterThan(6);
  });
});

describe("an odd body", () => {
  const rowsOf = async (body: string) =>
    anbima({ fetch: fetchOf(body, { status: 200 }) }).fetchPrices("fidc", day);
  const row = (pu: string) => `{"codigo_b3":"FEX1S1","data_referencia":"${day}","pu":${pu}}`;

  test("with its rows in content is read like a list", async () => {
    expect((await rowsOf(`{"content":[${row("1012.345678")}]}`)).rows).toHaveLength(1);
    expect(await rowsOf('{"content":null}')).toMatchObject({ outcome: "EMPTY" });
  });

  test.each([
    ["1012.345678", "1012.345678"],
    ["1012.340000", "1012.340000"],
    ["12345678901234.12345678", "12345678901234.12345678"],
    ['"1012.345678"', "1012.345678"],
    ["1.01234567E3", "1012.34567"],
    ["1.0123e7", "10123000"],
    ["5e-3", "0.005"],
  ])("with the price %s reads %s", async (served, unitPrice) => {
    const answer = await rowsOf(`[${row(served)}]`);
    expect(answer.rows[0]).toMatchObject({ unitPrice, unitPriceText: null });
  });

  test.each([
    ["null", "null"],
    ["0", "0"],
    ["0.000000", "0.000000"],
    ["-1.5", "-1.5"],
    ['"N/D"', "N/D"],
    ['"--"', "--"],
    ['""', ""],
    ["1e400", "1e400"],
    ["1012.1234567891", "1012.1234567891"],
    ['"1.012,34"', "1.012,34"],
    ["[1]", "[1]"],
  ])("with the price %s has no price and keeps what was written", async (served, unitPriceText) => {
    const answer = await rowsOf(`[${row(served)},${row("7.5").replace("FEX1S1", "OTHER")}]`);
    expect(answer.rows[0]).toMatchObject({ unitPrice: null, unitPriceText });
    expect(answer.rows[1]).toMatchObject({ assetCode: "OTHER", unitPrice: "7.5" });
  });

  test("with rows that cannot be read keeps the others", async () => {
    const answer = await rowsOf(`[null, 7, [], {}, {"__proto__":{"codigo_b3":"X"}}, ${row("7.5")}]`);
    expect(answer.rows.map((read) => read.assetCode)).toEqual(["FEX1S1"]);
    expect((await failure(rowsOf("[null, 7]"))).details).toMatchObject({ reason: "no_readable_row" });
  });

  test("with a key twice counts only when both say the same", async () => {
    expect((await rowsOf('[{"codigo_b3":"A","pu":1.5,"pu":1.5}]')).rows).toHaveLength(1);
    const error = await failure(rowsOf('[{"codigo_b3":"A","pu":1.5,"pu":1.6}]'));
    expect(error).toMatchObject({ code: "anbima.invalid_answer", details: { reason: "duplicate_key" } });
  });

  test("that is no list, no UTF-8 or nested beyond sense is invalid", async () => {
    for (const body of ['{"error":"x"}', '"text"', "7", "[".repeat(200_000), "true"]) {
      expect((await failure(rowsOf(body))).code).toBe("anbima.invalid_answer");
    }
    const latin1 = anbima({ fetch: async () => new Response(Buffer.from('[{"nome":"S\xc3O"}]', "latin1")) });
    expect((await failure(latin1.fetchPrices("fidc", day))).code).toBe("anbima.invalid_answer");
  });

  test("keeps as raw only what the database can hold", async () => {
    const odd = `[{"codigo_b3":"A","nome":"a\\u0000b\\ud800","big":1e99999,"pu":1.500000}]`;
    const { raw } = (await rowsOf(odd)).rows[0]!;
    expect(raw).toBe('{"codigo_b3":"A","nome":"a\ufffdb\ufffd","big":"1e99999","pu":1.500000}');
  });

  test("is hashed as it came", async () => {
    const body = `[${row("7.5")}]`;
    expect((await rowsOf(body)).bodySha256).toEqual(createHash("sha256").update(body).digest());
  });
});

/** A service that gives out a token and answers every feed call alike. */
function fetchOf(body: string, init: ResponseInit): typeof fetch {
  return async (input) =>
    String(input).endsWith("/oauth/access-token")
      ? Response.json({ token_type: "access_token", access_token: "t", expires_in: 3600 })
      : new Response(body, init);
}
