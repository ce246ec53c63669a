import { afterAll, beforeAll, expect, test } from "vitest";
import { updateRules } from "#server/domain/funds/index";
import type { WrongKind } from "#server/sandbox/anbima/switches";
import { type Asset, codeOf, universe } from "#server/sandbox/anbima/universe";
import { type Cast, createCast, payIn } from "./people";
import { untilQuiet } from "./quiet";
import { check } from "./run";
import { openStack, type Stack, type World } from "./stack";
import { until } from "./until";
import { sendFile } from "./uploads";

const day = "2026-07-15";
const holiday = "2026-06-04";

/** Where an operation ends when the answer about its asset is wrong in this way (domain: rules of prices). */
const ends: Readonly<Record<Exclude<WrongKind, "duplicate_keys">, string>> = {
  price_missing: "IN_REVIEW PRECO_AUSENTE",
  price_null: "IN_REVIEW PRECO_INVALIDO",
  price_zero: "IN_REVIEW PRECO_INVALIDO",
  price_negative: "IN_REVIEW PRECO_INVALIDO",
  price_nd: "IN_REVIEW PRECO_INVALIDO",
  price_dash: "IN_REVIEW PRECO_INVALIDO",
  price_blank: "IN_REVIEW PRECO_INVALIDO",
  price_huge: "IN_REVIEW PRECO_INVALIDO",
  stale: "IN_REVIEW PRECO_DEFASADO",
  future: "IN_REVIEW PRECO_DATA_FUTURA",
  inverted_rates: "IN_REVIEW TAXAS_INVERTIDAS",
  out_of_band: "IN_REVIEW FORA_DA_BANDA",
  jump: "IN_REVIEW DESVIO_D1",
  duplicate_divergent: "IN_REVIEW PRECO_DUPLICADO_DIVERGENTE",
  absent: "IN_REVIEW ATIVO_NAO_PRECIFICADO",
  duplicate_identical: "EXECUTED",
  // Right when it is first read; the second reading below tells another price.
  revised: "EXECUTED",
};
const kinds = Object.keys(ends) as (keyof typeof ends)[];

/** An asset of its own for each kind; public bonds stay right, but for the list that is spoilt whole. */
const others = universe.filter((asset) => asset.assetClass !== "titulos-publicos");
const assetOf = new Map<string, Asset>(kinds.map((kind, i) => [kind, others[i * 7] as Asset]));
const codeFor = (kind: string) => codeOf(assetOf.get(kind) as Asset);
const bond = codeOf(universe.find((asset) => asset.assetClass === "titulos-publicos") as Asset);
const rightAsset = codeOf(others[5] as Asset);
const spoiltDay = "2026-07-13";

const header = "operacao_id;fundo;tipo;ativo;quantidade;taxa;data_operacao;pu_informado";
const fund = { rounding: "HALF_UP", priceBasis: "anbima", engine: "conjunto" } as const;

let stack: Stack;
let world: World;
let cast: Cast;
const files = new Map<string, string>();

beforeAll(async () => {
  stack = await openStack("postgres");
  const wrongCodes = {
    ...Object.fromEntries(kinds.map((kind) => [`${codeFor(kind)}@${day}`, kind])),
    [`${bond}@${spoiltDay}`]: "duplicate_keys" as const,
  };
  world = await stack.openWorld({ seed: 7, anbima: { failureRate: 0, latencyMs: 0, wrongCodes } });
  cast = await createCast(world, [
    { ...fund, code: "RICO", openingCents: 100_000_000_000_00n },
    { ...fund, code: "POBRE", openingCents: 100n },
  ]);
  for (const code of cast.fundIds.keys())
    await updateRules(world.system, { code, rules: { serviceTimeS: 1 }, reason: "quem espera logo é visto" });
  world.startWorker();
});
afterAll(async () => {
  await world?.close();
  await stack?.close();
});

async function send(lines: readonly string[]): Promise<void> {
  const text = `${[header, ...lines].join("\n")}\n`;
  const { uploadId } = await sendFile(world, cast, text);
  files.set(uploadId, text);
  await untilQuiet(world, 60_000);
}

async function endOf(externalId: string): Promise<string> {
  const { rows } = await world.owner.query(
    `select case state when 'PENDING' then wait_reason || coalesce(' ' || code, '') else state end as ended
       from operation where external_id = $1`,
    [externalId],
  );
  return rows[0]?.ended;
}

test("each wrong answer stops its own operations with its own code, and no other", async () => {
  await send([
    ...kinds.flatMap((kind) =>
      [1, 2, 3].map((n) => `${kind}-${n};RICO;C;${codeFor(kind)};10,5;0,01;${day};`),
    ),
    `certa;RICO;C;${rightAsset};1,5;0,01;${day};`,
    `desconhecida;RICO;C;NAOEXISTE9;1,5;0,01;${day};`,
    `feriado;RICO;C;${rightAsset};1,5;0,01;${holiday};`,
    `chave-dupla;RICO;C;${bond};1,5;0,01;${spoiltDay};`,
    `sem-caixa;POBRE;C;${codeFor("revised")};1,5;0,01;${day};`,
  ]);
  const found: Record<string, string> = {};
  for (const kind of kinds) {
    for (const n of [1, 2, 3]) found[`${kind}-${n}`] = await endOf(`${kind}-${n}`);
  }
  expect(found).toEqual(
    Object.fromEntries(kinds.flatMap((kind) => [1, 2, 3].map((n) => [`${kind}-${n}`, ends[kind]]))),
  );
  expect(await endOf("certa")).toBe("EXECUTED");
  expect(await endOf("desconhecida")).toBe("IN_REVIEW ATIVO_NAO_PRECIFICADO");
  expect(await endOf("sem-caixa")).toBe("INSUFFICIENT_CASH INSUFFICIENT_CASH");
});

test("a day without a list and a list that cannot be read leave their operations waiting, with a next attempt and a person", async () => {
  expect(await endOf("feriado")).toBe("AWAITING_PRICE SEM_DADOS_NA_DATA");
  expect(await endOf("chave-dupla")).toBe("AWAITING_PRICE");
  const { rows } = await world.owner.query(
    `select o.external_id as id, i.reason, exists (
        select 1 from price_request r join job j on j.name = 'pricing.fetch' and j.key = r.asset_class || ':' || r.price_on
         where r.price_on = o.operation_on and j.state in ('waiting', 'claimed')) as "hasNextAttempt"
       from operation o left join review_item i on i.subject_id = o.id and i.state = 'OPEN'
      where o.external_id in ('feriado', 'chave-dupla') order by 1`,
  );
  expect(rows).toEqual([
    { id: "chave-dupla", reason: "PRAZO_EXCEDIDO", hasNextAttempt: true },
    { id: "feriado", reason: "PRAZO_EXCEDIDO", hasNextAttempt: true },
  ]);
});

test("a price revised after it was read never executes, not even for who waited for cash with the old one", async () => {
  await world.owner.query("update price_request set answered_at = answered_at - interval '7 hours'");
  await send([`revista;RICO;C;${codeFor("revised")};2,5;0,01;${day};`]);
  expect(await endOf("revista")).toBe("IN_REVIEW PRECO_REVISADO");
  await payIn(world, cast, "POBRE", 1_000_000_00n);
  await untilQuiet(world, 30_000);
  expect(await endOf("sem-caixa")).toBe("IN_REVIEW PRECO_REVISADO");
});

test("once the lists are right, what waited for them executes by itself", async () => {
  world.sandbox.control.anbima.set({ wrongCodes: {} });
  await world.owner.query("update job set due_at = now() where name = 'pricing.fetch' and state = 'waiting'");
  await until("the operation to execute", 60_000, async () => (await endOf("chave-dupla")) === "EXECUTED");
  await untilQuiet(world, 30_000);
});

test("no operation executed at a price that was not served, nor while its quote was wrong", async () => {
  await check(world, cast, files);
});
