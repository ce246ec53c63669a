import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { wrongKinds } from "./anbima/switches";
import { codeOf, quoteOf, universe } from "./anbima/universe";
import { sandboxCredentials } from "./env";
import { type Sandbox, type SandboxOptions, startSandbox } from "./server";

const day = "2026-07-15";
let sandbox: Sandbox;
beforeAll(async () => {
  sandbox = await startSandbox({ anbima: { failureRate: 0, latencyMs: 0 } });
});
afterAll(() => sandbox.close());
beforeEach(() => {
  sandbox.control.anbima.set({
    next: [],
    wrong: [],
    wrongCodes: {},
    failureRate: 0,
    now: null,
    publicationHour: 20,
  });
  sandbox.control.anbima.journal.clear();
});

const basic = (id: string, secret: string) => `Basic ${Buffer.from(`${id}:${secret}`).toString("base64")}`;

async function token(url = sandbox.url): Promise<string> {
  const { clientId, clientSecret } = sandboxCredentials;
  const response = await fetch(`${url}/oauth/access-token`, {
    method: "POST",
    headers: { "content-type": "application/json", authorization: basic(clientId, clientSecret) },
    body: '{"grant_type":"client_credentials"}',
  });
  return ((await response.json()) as { access_token: string }).access_token;
}

async function feed(path: string, url = sandbox.url): Promise<Response> {
  const headers = { client_id: sandboxCredentials.clientId, access_token: await token(url) };
  return fetch(`${url}/feed/precos-indices/v1/${path}`, { headers });
}

async function put(path: string, body: unknown): Promise<Response> {
  return fetch(`${sandbox.url}${path}`, { method: "PUT", body: JSON.stringify(body) });
}

describe("the token", () => {
  test("is given for the right credentials alone, in the documented shape", async () => {
    const ask = (authorization: string, body: string) =>
      fetch(`${sandbox.url}/oauth/access-token`, { method: "POST", headers: { authorization }, body });
    const { clientId, clientSecret } = sandboxCredentials;
    const good = await ask(basic(clientId, clientSecret), '{"grant_type":"client_credentials"}');
    expect(await good.json()).toEqual({
      token_type: "access_token",
      access_token: expect.any(String),
      expires_in: 3600,
    });
    expect((await ask(basic(clientId, "x"), '{"grant_type":"client_credentials"}')).status).toBe(401);
    expect((await ask(basic(clientId, clientSecret), '{"grant_type":"password"}')).status).toBe(400);
  });

  test("and the client id are asked for on every feed call", async () => {
    const url = `${sandbox.url}/feed/precos-indices/v1/fidc/mercado-secundario?data=${day}`;
    const good = { client_id: sandboxCredentials.clientId, access_token: await token() };
    expect((await fetch(url, { headers: good })).status).toBe(200);
    for (const headers of [{}, { ...good, client_id: "x" }, { ...good, access_token: "x" }]) {
      expect((await fetch(url, { headers })).status).toBe(401);
    }
  });

  test("ends after an hour", async () => {
    let now = Date.parse("2026-07-20T12:00:00Z");
    const timed = await startSandbox({
      clock: { now: () => new Date(now) },
      anbima: { failureRate: 0, latencyMs: 0 },
    });
    const headers = { client_id: sandboxCredentials.clientId, access_token: await token(timed.url) };
    const url = `${timed.url}/feed/precos-indices/v1/fidc/mercado-secundario?data=${day}`;
    now += 3_599_000;
    expect((await fetch(url, { headers })).status).toBe(200);
    now += 1_000;
    expect((await fetch(url, { headers })).status).toBe(401);
    await timed.close();
  });
});

describe("a day's list", () => {
  const samples = {
    fidc: "data_referencia nome serie emissor codigo_b3 isin data_vencimento taxa_compra taxa_venda taxa_indicativa desvio_padrao pu percent_pu_par duration tipo_remuneracao taxa_correcao data_finalizado",
    "cri-cra":
      "data_referencia emissor originador originador_credito serie emissao codigo_ativo tipo_contrato data_vencimento taxa_compra taxa_venda taxa_indicativa desvio_padrao vl_pu percent_pu_par percent_vne duration tipo_remuneracao taxa_correcao data_finalizado referencia_ntnb",
    debentures:
      "grupo codigo_ativo data_referencia emissor data_vencimento percentual_taxa taxa_compra taxa_venda taxa_indicativa desvio_padrao val_min_intervalo val_max_intervalo pu percent_pu_par duration percent_reune referencia_ntnb",
    "titulos-publicos":
      "tipo_titulo expressao data_vencimento data_referencia codigo_selic data_base taxa_compra taxa_venda taxa_indicativa intervalo_min_d0 intervalo_max_d0 intervalo_min_d1 intervalo_max_d1 pu desvio_padrao codigo_isin",
  };

  test.each(Object.entries(samples))(
    "of %s has exactly the fields of the published sample",
    async (assetClass, fields) => {
      const tail = assetClass === "titulos-publicos" ? "mercado-secundario-TPF" : "mercado-secundario";
      const rows = (await (await feed(`${assetClass}/${tail}?data=${day}`)).json()) as Record<
        string,
        unknown
      >[];
      expect(rows).toHaveLength(universe.filter((asset) => asset.assetClass === assetClass).length);
      for (const row of rows) expect(Object.keys(row)).toEqual(fields.split(" "));
    },
  );

  test("shows prices digit by digit, trailing zeros included, as raw numbers", async () => {
    const body = await (await feed(`debentures/mercado-secundario?data=${day}`)).text();
    const debentures = universe.filter((asset) => asset.assetClass === "debentures");
    for (const asset of debentures) expect(body).toContain(`"pu":${quoteOf(asset, day).unitPrice},`);
  });

  test("is 404 on a day without trading, before 2020 and after today, and 400 for no day", async () => {
    const statusOf = async (data: string) => (await feed(`fidc/mercado-secundario?data=${data}`)).status;
    for (const quiet of ["2026-07-18", "2026-06-04", "2019-12-30", "2099-01-05"])
      expect(await statusOf(quiet)).toBe(404);
    expect(await statusOf("2026-02-30")).toBe(400);
    expect((await feed("acoes/mercado-secundario")).status).toBe(404);
  });

  test("is out from the publication hour of São Paulo", async () => {
    const statusAt = async (now: string, publicationHour = 20) => {
      sandbox.control.anbima.set({ now, publicationHour });
      return (await feed(`fidc/mercado-secundario?data=${day}`)).status;
    };
    expect(await statusAt("2026-07-15T22:59:59Z")).toBe(404);
    expect(await statusAt("2026-07-15T23:00:00Z")).toBe(200);
    expect(await statusAt("2026-07-15T03:00:00Z", 0)).toBe(200);
    expect(await statusAt("2026-07-16T02:59:59Z", 24)).toBe(404);
    expect(await statusAt("2026-07-16T03:00:00Z", 24)).toBe(200);
  });

  test("without a day asked for is the last one published", async () => {
    sandbox.control.anbima.set({ now: "2026-07-20T15:00:00Z" });
    const [row] = (await (await feed("fidc/mercado-secundario")).json()) as { data_referencia: string }[];
    expect(row?.data_referencia).toBe("2026-07-17");
  });
});

describe("failures", () => {
  test("are the same for the same seed, whatever the order of the calls", async () => {
    const outcomes = async (options: SandboxOptions, days: string[]) => {
      const world = await startSandbox({
        ...options,
        anbima: { failureRate: 0.5, latencyMs: 0, kinds: ["500", "503"] },
      });
      const found: [string, number][] = [];
      for (const data of days)
        found.push([data, (await feed(`fidc/mercado-secundario?data=${data}`, world.url)).status]);
      await world.close();
      return Object.fromEntries(found);
    };
    const days = [
      "2026-07-13",
      "2026-07-14",
      "2026-07-15",
      "2026-07-16",
      "2026-07-17",
      "2026-07-20",
      "2026-07-21",
    ];
    const first = await outcomes({ seed: 7 }, days);
    expect(await outcomes({ seed: 7 }, [...days].reverse())).toEqual(first);
    expect(await outcomes({ seed: 8 }, days)).not.toEqual(first);
  });

  test("come at the rate that is set, by default three calls in ten, and in the kinds that are set", async () => {
    expect((await startAndRead()).failureRate).toBe(0.3);
    sandbox.control.anbima.set({ failureRate: 0.3, kinds: ["502"] });
    const statuses = new Map<number, number>();
    const headers = { client_id: sandboxCredentials.clientId, access_token: await token() };
    for (let i = 0; i < 400; i++) {
      const url = `${sandbox.url}/feed/precos-indices/v1/titulos-publicos/mercado-secundario-TPF?data=${day}`;
      const response = await fetch(url, { headers });
      await response.text();
      const { status } = response;
      statuses.set(status, (statuses.get(status) ?? 0) + 1);
    }
    expect([...statuses.keys()].sort()).toEqual([200, 502]);
    expect(statuses.get(502)).toBeGreaterThan(80);
    expect(statuses.get(502)).toBeLessThan(160);
  });

  test("are switched while it runs, and a switch that does not exist is refused", async () => {
    expect(await (await put("/_sandbox/anbima", { failureRate: 1, kinds: ["403"] })).json()).toMatchObject({
      failureRate: 1,
    });
    expect((await feed(`fidc/mercado-secundario?data=${day}`)).status).toBe(403);
    for (const patch of [{ failureRate: 2 }, { kinds: ["x"] }, { falha: 1 }, []]) {
      expect((await put("/_sandbox/anbima", patch)).status).toBe(422);
    }
    expect((await fetch(`${sandbox.url}/_sandbox/anbima`, { method: "PUT", body: "{" })).status).toBe(400);
  });
});

async function startAndRead() {
  const world = await startSandbox();
  const switches = await (await fetch(`${world.url}/_sandbox/anbima`)).json();
  await world.close();
  return switches as { failureRate: number };
}

describe("wrong answers", () => {
  const asset = universe.find((candidate) => candidate.assetClass === "debentures")!;
  const quote = quoteOf(asset, day);
  const other = quoteOf(universe.filter((candidate) => candidate.assetClass === "debentures")[1]!, day);

  async function rowsOf(data = day): Promise<string[]> {
    const body = await (await feed(`debentures/mercado-secundario?data=${data}`)).text();
    return body.split("\n").filter((line) => line.includes(`"codigo_ativo":"${asset.feedCode}"`));
  }

  const expected: Readonly<Record<(typeof wrongKinds)[number], (rows: string[]) => void>> = {
    price_missing: ([row]) => expect(row).not.toContain('"pu"'),
    price_null: ([row]) => expect(row).toContain('"pu":null'),
    price_zero: ([row]) => expect(row).toContain('"pu":0,'),
    price_negative: ([row]) => expect(row).toContain('"pu":-1.5,'),
    price_nd: ([row]) => expect(row).toContain('"pu":"N/D"'),
    price_dash: ([row]) => expect(row).toContain('"pu":"--"'),
    price_blank: ([row]) => expect(row).toContain('"pu":""'),
    price_huge: ([row]) => expect(row).toContain('"pu":1e400'),
    stale: ([row]) => expect(row).toContain('"data_referencia":"2026-07-13"'),
    future: ([row]) => expect(row).toContain('"data_referencia":"2026-07-16"'),
    inverted_rates: ([row]) =>
      expect(row).toContain(`"taxa_compra":${quote.askRate},"taxa_venda":${quote.bidRate}`),
    out_of_band: ([row]) => {
      const { taxa_compra, taxa_indicativa, taxa_venda, val_max_intervalo } = JSON.parse(
        row!.replace(/^\[|[\],]$/g, ""),
      );
      expect(taxa_indicativa).toBeGreaterThan(val_max_intervalo);
      expect(taxa_compra >= taxa_indicativa && taxa_indicativa >= taxa_venda).toBe(true);
    },
    jump: () => undefined,
    duplicate_divergent: (rows) => {
      expect(rows).toHaveLength(2);
      expect(rows[0]).not.toBe(rows[1]);
    },
    duplicate_identical: (rows) => expect(rows.map((row) => row.replace(/\]?,?$/, ""))).toHaveLength(2),
    absent: (rows) => expect(rows).toEqual([]),
    revised: ([row]) => expect(row).toContain(`"pu":${quote.unitPrice},`),
    duplicate_keys: ([row]) => expect(row?.match(/"pu":/g)).toHaveLength(2),
  };

  test.each(wrongKinds)(
    "of kind %s spoil the named asset alone, and are told in the journal",
    async (kind) => {
      sandbox.control.anbima.set({ wrongCodes: { [`${asset.feedCode}@${day}`]: kind } });
      const fresh = await startSandbox({
        anbima: { failureRate: 0, latencyMs: 0, wrongCodes: { [asset.feedCode]: kind } },
      });
      const body = await (await feed(`debentures/mercado-secundario?data=${day}`, fresh.url)).text();
      expected[kind](body.split("\n").filter((line) => line.includes(`"${asset.feedCode}"`)));
      expect(body).toContain(`"pu":${other.unitPrice},`);
      const { entries, bodies } = fresh.control.anbima.journal.page();
      const served = bodies[entries.at(-1)!.bodySha256!]!;
      expect(served.wrong).toEqual({ [asset.feedCode]: kind });
      expect(served.prices[codeOf(other.asset)]).toEqual([other.unitPrice]);
      await fresh.close();
    },
  );

  test("that jump show 94 % of the price on the one day named, and differ from the day before on every day otherwise", async () => {
    sandbox.control.anbima.set({ wrongCodes: { [`${asset.feedCode}@${day}`]: "jump" } });
    const cut = (BigInt(quote.unitPrice.replace(".", "")) * 94n) / 100n;
    const shown = `${cut.toString().slice(0, -6)}.${cut.toString().slice(-6)}`;
    expect((await rowsOf())[0]).toContain(`"pu":${shown},`);
    sandbox.control.anbima.set({ wrongCodes: { [asset.feedCode]: "jump" } });
    const days = ["2026-07-13", "2026-07-14", "2026-07-15", "2026-07-16"];
    const prices: number[] = [];
    for (const data of days) prices.push(Number(/"pu":([\d.]+)/.exec((await rowsOf(data))[0]!)![1]));
    for (let i = 1; i < prices.length; i++)
      expect(Math.abs(prices[i]! / prices[i - 1]! - 1)).toBeGreaterThan(0.04);
  });

  test("that are revised show another price at each reading", async () => {
    sandbox.control.anbima.set({ wrongCodes: { [asset.feedCode]: "revised" } });
    const seen = new Set<string>();
    for (let i = 0; i < 3; i++) seen.add((await rowsOf("2026-05-20"))[0]!);
    expect(seen.size).toBe(3);
  });

  test("spoil the share of assets that is set, always the same ones", async () => {
    sandbox.control.anbima.set({ wrong: ["price_null"], wrongRate: 0.3 });
    const spoilt = async () =>
      (await (await feed(`debentures/mercado-secundario?data=${day}`)).text()).match(/"pu":null/g)?.length;
    const count = await spoilt();
    expect(count).toBeGreaterThan(5);
    expect(count).toBeLessThan(35);
    expect(await spoilt()).toBe(count);
  });
});

describe("the journal", () => {
  test("numbers every answer, tells how it failed and forgets when told", async () => {
    sandbox.control.anbima.set({ next: ["503", "ok"] });
    await feed(`fidc/mercado-secundario?data=${day}`);
    await feed(`fidc/mercado-secundario?data=${day}`);
    await feed("fidc/mercado-secundario?data=2026-07-18");
    const page = sandbox.control.anbima.journal.page();
    const calls = page.entries.filter((entry) => entry.path === "feed");
    expect(calls.map((entry) => [entry.status, entry.failure])).toEqual([
      [503, "503"],
      [200, null],
      [404, null],
    ]);
    expect(Object.keys(page.bodies)).toEqual([calls[1]!.bodySha256]);
    const url = `${sandbox.url}/_sandbox/anbima/journal`;
    const rest = (await (await fetch(`${url}?after=${calls[0]!.seq}`)).json()) as typeof page;
    expect(rest.entries[0]!.seq).toBe(calls[0]!.seq + 1);
    await fetch(url, { method: "DELETE" });
    expect(sandbox.control.anbima.journal.page().entries).toEqual([]);
  });

  test("says of a list that did not arrive whole that no price was served", async () => {
    for (const kind of ["truncated", "wrong_length", "malformed"] as const) {
      sandbox.control.anbima.set({ next: [kind] });
      await (await feed(`fidc/mercado-secundario?data=${day}`)).text().catch(() => undefined);
    }
    expect(sandbox.control.anbima.journal.page().bodies).toEqual({});
  });
});

describe("the pages", () => {
  test("show state and mails in Portuguese and run no script but their own", async () => {
    for (const [path, text] of [
      ["/", "Chamadas que falham"],
      ["/correio", "Nenhuma mensagem ainda"],
    ]) {
      const response = await fetch(`${sandbox.url}${path}`);
      expect(response.headers.get("content-security-policy")).toContain("default-src 'none'");
      expect(await response.text()).toContain(text);
    }
    expect((await fetch(`${sandbox.url}/health`)).status).toBe(200);
    expect((await fetch(`${sandbox.url}/nada`)).status).toBe(404);
  });
});
