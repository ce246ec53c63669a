import { createHash } from "node:crypto";
import { setTimeout as delay } from "node:timers/promises";
import { type Engine, updateEngine } from "#server/domain/flags/index";
import { contribute, createFund, hasContribution } from "#server/domain/funds/index";
import { listFunds } from "#server/domain/funds/queries";
import { listUploads, type Upload } from "#server/domain/imports/queries";
import { type PriceKey, requestPrices } from "#server/domain/pricing/index";
import { countPriceRequests } from "#server/domain/pricing/queries";
import { findUserActor } from "#server/domain/users/index";
import { createCtx } from "#server/infra/context";
import type { Env } from "#server/infra/env";
import { addBusinessDays } from "#server/kernel/business-day";
import type { Ctx } from "#server/kernel/context";
import { DomainError } from "#server/kernel/errors";
import { assetClasses } from "#server/kernel/ports";
import { universe, unpricedAssets } from "#server/sandbox/anbima/universe";
import { type GenerateOptions, generateOperations } from "../../../bench/generate/operations";
import type { Session } from "../command";
import { followUpload, summarizeUpload, type UploadSummary } from "../follow-upload";
import { sendFile } from "../send-file";
import { type DemoUser, ensurePeople, listPeople } from "./people";
import { demoDays, demoFunds, demoPeople, operationCount, rowEngineCount, unpricedCount } from "./plan";
import { correctionsOf, suspectCount, suspectLines, wrongCodesOf } from "./suspects";

export type DemoReport = {
  loaded: boolean;
  funds: { code: string; name: string }[];
  users: DemoUser[];
  upload: string | null;
  buckets: UploadSummary["linhas"];
  operations: UploadSummary["operacoes"];
  durationMs: number;
};

const fileName = "demonstracao-10000-operacoes.csv";

/**
 * Loads the demonstration through the real pipeline: the worker that is running fetches the prices and
 * processes the file. Every step finds what an earlier run left and goes on from there.
 */
export async function loadDemo(session: Session): Promise<DemoReport> {
  const startedAt = performance.now();
  const { ctx, say, env } = session;
  const days = demoDays(ctx.clock.now());
  const fundIds = await ensureFunds(ctx, days);
  await ensurePeople(ctx, env, [...fundIds.values()]);
  const operator = await operatorCtx(session);
  const sent = await findFile(operator);
  const isDone = sent?.state === "DONE";
  if (!isDone) {
    say(`${days.length} dias de preços e de aportes`);
    await answerWrongly(env, wrongCodesOf(days));
    await ensurePrices(ctx, days, say);
    await answerWrongly(env, {});
    await ensureContributions(ctx, fundIds, days);
    const uploadId = sent?.uploadId ?? (await sendOperations(operator, days));
    say(`arquivo de ${operationCount} operações enviado`);
    await followUpload(operator, uploadId, say);
    await correctPrices(session, days);
  }
  const found = sent ?? (await findFile(operator));
  const summary = found ? await summarizeUpload(operator, found.uploadId) : null;
  return {
    loaded: !isDone,
    funds: demoFunds.map(({ code, name }) => ({ code, name })),
    users: await listPeople(ctx, env),
    upload: found?.uploadId ?? null,
    buckets: summary?.linhas ?? null,
    operations: summary?.operacoes ?? [],
    durationMs: Math.round(performance.now() - startedAt),
  };
}

async function ensureFunds(ctx: Ctx, days: readonly string[]): Promise<Map<string, string>> {
  const known = new Map((await ctx.transaction(listFunds)).map(({ code, fundId }) => [code, fundId]));
  for (const { code, name, cnpj, rounding, priceBasis, openingCents, positions, engine } of demoFunds) {
    if (known.has(code)) continue;
    const openedOn = days[0] as string;
    const shape = {
      code,
      name,
      cnpj,
      rounding,
      priceBasis,
      openingCents,
      openedOn,
      positions: [...positions],
    };
    const { fundId } = await createFund(ctx, shape);
    known.set(code, fundId);
    if (engine !== "conjunto")
      await updateEngine(ctx, { fundId, engine, reason: "demonstração dos dois motores" });
  }
  return known;
}

async function operatorCtx({ ctx, runtime }: Session): Promise<Ctx> {
  const email = demoPeople.find(({ role }) => role === "operacao")?.email ?? "";
  const actor = await ctx.transaction((tx) => findUserActor(tx, email));
  if (!actor) throw new DomainError("user.not_found");
  return createCtx(runtime, actor);
}

async function findFile(operator: Ctx): Promise<Upload | null> {
  let cursor: string | null = null;
  do {
    const page: { items: Upload[]; nextCursor: string | null } = await operator.transaction((tx) =>
      listUploads(tx, { cursor, limit: 500 }),
    );
    const found = page.items.find(
      (upload) =>
        upload.fileName === fileName && upload.uploadedBy === operator.actor.userId && isOnItsWay(upload),
    );
    if (found) return found;
    cursor = page.nextCursor;
  } while (cursor);
  return null;
}

/** One that was cut off before it was confirmed is sent again. */
function isOnItsWay({ state }: Upload): boolean {
  return !["RECEIVING", "AWAITING_CONFIRMATION", "REFUSED", "CANCELLED"].includes(state);
}

/** Has the sandbox, which is always on this machine, show some assets wrongly; nothing is lost where it cannot. */
async function answerWrongly(env: Env, wrongCodes: Readonly<Record<string, string>>): Promise<void> {
  if (!["127.0.0.1", "localhost", "[::1]"].includes(new URL(env.ANBIMA_URL).hostname)) return;
  await fetch(new URL("/_sandbox/anbima", env.ANBIMA_URL), {
    method: "PUT",
    body: JSON.stringify({ wrongCodes }),
    headers: { "content-type": "application/json" },
    signal: AbortSignal.timeout(5_000),
  }).catch(() => undefined);
}

/** ANBIMA corrects prices that executed, and the lists are read again as after its notice. */
async function correctPrices({ ctx, env, say }: Session, days: readonly string[]): Promise<void> {
  const { wrongCodes, lists } = correctionsOf(days);
  await answerWrongly(env, wrongCodes);
  await ctx.transaction((tx) => requestPrices(tx, lists, 0));
  await waitForPrices(ctx, lists, say);
  await answerWrongly(env, {});
}

/** Every list of the days and of the business day before them, asked by the worker as always. */
async function ensurePrices(ctx: Ctx, days: readonly string[], say: (text: string) => void): Promise<void> {
  const all = [addBusinessDays(days[0] as string, -1), ...days];
  const keys = all.flatMap((priceOn) => assetClasses.map((assetClass) => ({ assetClass, priceOn })));
  await ctx.transaction((tx) => requestPrices(tx, keys));
  await waitForPrices(ctx, keys, say);
}

async function waitForPrices(
  ctx: Ctx,
  keys: readonly PriceKey[],
  say: (text: string) => void,
): Promise<void> {
  const all = [...new Set(keys.map(({ priceOn }) => priceOn))];
  let last = -1;
  for (let quietTurns = 0; ; quietTurns++) {
    const { waiting } = await ctx.transaction((tx) => countPriceRequests(tx, all));
    if (waiting === 0) return;
    if (waiting !== last) quietTurns = 0;
    if (quietTurns === 60) say("nenhum preço chegou há 15 segundos: o worker está rodando? (npm run worker)");
    if (waiting !== last && waiting % 40 === 0)
      say(`${keys.length - waiting} de ${keys.length} listas de preços`);
    last = waiting;
    await delay(250);
  }
}

/** Money that came in on days of the past; each contribution has a name of its own, and happens once. */
async function ensureContributions(
  ctx: Ctx,
  fundIds: ReadonlyMap<string, string>,
  days: readonly string[],
): Promise<void> {
  for (const { code, contributionCents } of demoFunds) {
    const fundId = fundIds.get(code) as string;
    for (let i = 5; i < days.length; i += 10) {
      const contributionId = nameId(`${fundId} ${i}`);
      if (await ctx.transaction((tx) => hasContribution(tx, contributionId))) continue;
      await contribute(ctx, {
        fundId,
        contributionId,
        amountCents: contributionCents,
        effectiveOn: days[i] as string,
      });
    }
  }
}

/** The same name, the same UUID (RFC 9562, version 8). */
function nameId(name: string): string {
  const hex = createHash("sha256").update(`lastro:demo:${name}`).digest("hex");
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-8${hex.slice(13, 16)}-8${hex.slice(17, 20)}-${hex.slice(20, 32)}`;
}

async function sendOperations(operator: Ctx, days: readonly string[]): Promise<string> {
  async function* bytes(): AsyncGenerator<Uint8Array> {
    yield Buffer.from(`${[...operationLines(days)].join("\n")}\n`);
  }
  return await sendFile(operator, { name: fileName, bytes: bytes() });
}

/** Good lines, some broken ones, few for the slow engine, and assets that nobody prices. */
function* operationLines(days: readonly string[]): Generator<string> {
  const codesOf = (engine: Engine) =>
    demoFunds.filter((fund) => fund.engine === engine).map(({ code }) => code);
  const base = { seed: 20_261, days, assets: universe };
  const setCount = operationCount - rowEngineCount - unpricedCount - suspectCount;
  yield* generateOperations({
    ...base,
    count: setCount,
    fundCodes: codesOf("conjunto"),
    badRows: 52,
    idPrefix: "DEMO",
  });
  yield* withoutHeader({ ...base, count: rowEngineCount, fundCodes: codesOf("linha"), idPrefix: "LINHA" });
  const fundCodes = demoFunds.map(({ code }) => code);
  yield* withoutHeader({
    ...base,
    count: unpricedCount,
    fundCodes,
    assets: unpricedAssets,
    idPrefix: "SEMPRECO",
  });
  yield* suspectLines(days);
}

function withoutHeader(options: GenerateOptions): string[] {
  return [...generateOperations(options)].slice(1);
}
