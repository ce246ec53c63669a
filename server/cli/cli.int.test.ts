import { execFile } from "node:child_process";
import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { build } from "esbuild";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { getFund } from "#server/domain/funds/queries";
import { openRejectedCsv } from "#server/domain/imports/index";
import { verifyInvariants } from "#server/domain/invariants/index";
import { readEnv } from "#server/infra/env";
import { makeFund, makeUser, operationLine, operationsHeader, serveDebenture } from "#server/testing/books";
import { createFakePriceSource } from "#server/testing/fakes";
import { openTestRuntime, type TestRuntime } from "#server/testing/runtime";
import { createWitness, sealUpTo } from "#server/testing/sealed-log";
import { type Answer, type Command, type Session, UsageError } from "./command";
import { commands } from "./commands";
import { exportAuditCommand } from "./commands/export-audit";
import { fundRulesCommand } from "./commands/funds";
import { importCommand } from "./commands/import";
import { createTokenCommand, revokeTokenCommand } from "./commands/tokens";
import { verifyCommand } from "./commands/verify";
import { verifyAuditCommand } from "./commands/verify-audit";
import { clearDemo, refuseForeignDatabase } from "./demo/clear";
import { ensurePeople, listPeople } from "./demo/people";
import { demoDays, demoFunds } from "./demo/plan";

let t: TestRuntime;
let folder: string;
let program: string;

beforeAll(async () => {
  const prices = createFakePriceSource();
  serveDebenture(prices);
  t = await openTestRuntime({ priceSource: prices });
  folder = await mkdtemp(join(tmpdir(), "lastro-cli-"));
  program = join(process.cwd(), "node_modules/.cache/lastro-cli-test", `${process.pid}.mjs`);
  await build({
    entryPoints: ["server/cli/main.ts"],
    outfile: program,
    bundle: true,
    platform: "node",
    target: "node20",
    format: "esm",
    packages: "external",
    logLevel: "silent",
  });
});
afterAll(async () => {
  await t.close();
  await rm(folder, { recursive: true });
  await rm(program);
});

function session(): Session {
  const env = readEnv({ DATABASE_OWNER_URL: t.ownerUrl });
  return { env, runtime: t.runtime, ctx: t.ctx, say: () => undefined };
}

function call(
  command: Command,
  options: Record<string, string | boolean>,
  ...positionals: string[]
): Promise<Answer> {
  const defaults = Object.entries(command.options).flatMap(([name, { default: value }]) =>
    value === undefined ? [] : [[name, value as string] as const],
  );
  return command.run(session(), { ...Object.fromEntries(defaults), ...options }, positionals);
}

type Ended = { code: number; stdout: string; stderr: string };
async function spawnLastro(...args: string[]): Promise<Ended> {
  const env = { DATABASE_OWNER_URL: t.ownerUrl, STORAGE_DIR: folder } as unknown as NodeJS.ProcessEnv;
  const run = promisify(execFile)(process.execPath, [program, ...args], { env });
  return await run.then(
    ({ stdout, stderr }) => ({ code: 0, stdout, stderr }),
    ({ code, stdout, stderr }) => ({ code, stdout, stderr }),
  );
}

describe("a pack of the audit log", () => {
  test("is written, and checked again without the database; what was changed in it is named", async () => {
    await makeFund(t.ctx);
    const [all] = await t.ctx.transaction((tx) =>
      tx.sql<{ count: number }>("select count(*)::int as count from audit_event"),
    );
    await sealUpTo(t.ctx, createWitness(), all!.count);
    const pasta = join(folder, "pacote");
    expect((await call(exportAuditCommand, { pasta })).exit).toBe(0);
    const check = (pacote: string) => call(verifyAuditCommand, { pacote });
    expect(await check(pasta)).toMatchObject({ exit: 0, data: { ok: true } });
    const events = join(pasta, "eventos.ndjson");
    await writeFile(events, (await readFile(events, "utf8")).replace("fund.open", "fund.0pen"));
    expect(await check(pasta)).toMatchObject({ exit: 1, text: expect.stringMatching(/✗ .*eventos\.ndjson/) });
    await expect(check(join(folder, "nada"))).rejects.toThrow("não existe");
  });
});

describe("the program", () => {
  test("data goes to stdout, talk to stderr, the outcome to the exit code", async () => {
    const help = await spawnLastro("ajuda");
    expect(help.code).toBe(0);
    for (const { words } of commands) expect(help.stdout).toContain(words);
    const unknown = await spawnLastro("voar");
    expect([unknown.code, unknown.stdout]).toEqual([2, ""]);
    expect(unknown.stderr).toContain("comando desconhecido");
    const checked = await spawnLastro("conferir", "--json");
    expect([checked.code, checked.stderr]).toEqual([0, ""]);
    expect(JSON.parse(checked.stdout)).toMatchObject({ ok: true });
    const wrong = await spawnLastro("conferir", "--voando", "--json");
    expect(wrong.code).toBe(2);
    expect(JSON.parse(wrong.stdout).erro.codigo).toBe("uso");
    const absent = await spawnLastro("token", "criar", "--usuario", "ninguem@teste", "--nome", "x", "--json");
    expect([absent.code, JSON.parse(absent.stdout).erro.codigo]).toEqual([2, "user.not_found"]);
  });
});

/** What was asked of the command line, and the worker beside it until it has its answer. */
async function withWorker<Result>(asked: Promise<Result>): Promise<Result> {
  let isOver = false;
  const answer = asked.finally(() => {
    isOver = true;
  });
  while (!isOver) {
    await t.drain();
    await Promise.race([answer.catch(() => undefined), new Promise((resume) => setTimeout(resume, 50))]);
  }
  return await answer;
}

describe("importar", () => {
  test("a file is sent, followed to its end, and sending it again finds something wrong", async () => {
    const { code } = await makeFund(t.ctx);
    const path = join(folder, "ops.csv");
    const unnamed = operationLine("CLI-2", "");
    await writeFile(path, `${operationsHeader}\n${operationLine("CLI-1", code)}\n${unnamed}\n`);
    const answer = await withWorker(call(importCommand, { fundo: code, acompanhar: true }, path));
    expect(answer.exit).toBe(0);
    expect(answer.data).toMatchObject({ estado: "DONE", linhas: { total: 2, aceitas: 2, rejeitadas: 0 } });
    const again = await call(importCommand, { fundo: code }, path);
    expect([again.exit, (again.data as { erro: { codigo: string } }).erro.codigo]).toEqual([
      1,
      "upload.duplicate",
    ]);
    await expect(call(importCommand, {}, join(folder, "nada.csv"))).rejects.toThrow("não há arquivo");
    await expect(call(importCommand, { tipo: "boletos" }, path)).rejects.toMatchObject({
      code: "upload.kind_unknown",
    });
  });

  test("control totals that match let a file go on; what differs leaves nothing, or goes with its reason", async () => {
    const { code } = await makeFund(t.ctx);
    const path = join(folder, "totais.csv");
    await writeFile(path, `${operationsHeader}\n${operationLine("TOT-1", code)}\n`);
    const send = (options: Record<string, string | boolean>) =>
      withWorker(call(importCommand, { acompanhar: true, ...options }, path));
    const differs = await send({ "total-linhas": "2", "total-valor": "1" });
    expect([differs.exit, differs.data]).toMatchObject([
      1,
      {
        erro: { codigo: "upload.totals_differ" },
        totais: [{ total: "linhas", esperado: "2", encontrado: "1" }, {}],
      },
    ]);
    expect(differs.text).toContain("linhas: esperado 2, entra 1");
    const reasoned = await send({ "total-linhas": "2", motivo: "a segunda vem amanhã" });
    expect(reasoned.data).toMatchObject({ estado: "DONE", linhas: { aceitas: 1 } });
    await writeFile(path, `${operationsHeader}\n${operationLine("TOT-2", code)}\n`);
    expect((await send({ "total-linhas": "1", "total-quantidade": "10.00" })).exit).toBe(0);
    for (const [options, said] of [
      [{ motivo: "sem total nenhum" }, "--motivo pede"],
      [{ "total-linhas": "1", motivo: "curto" }, "10 a 1.000"],
      [
        { "total-linhas": "1", corrige: "019a0000-0000-7000-8000-000000000000", ensaio: true },
        "--ensaio não confirma",
      ],
    ] as const)
      await expect(call(importCommand, options, path)).rejects.toThrow(said);
    await expect(call(importCommand, { "total-linhas": "um" }, path)).rejects.toMatchObject({
      code: "input.invalid",
      details: { field: "--total-linhas" },
    });
  });

  test("a correction is rehearsed first: what it would change is said, and nothing is left of it", async () => {
    const { code } = await makeFund(t.ctx);
    const path = join(folder, "com-erro.csv");
    const bad = operationLine("CORR-2", code).replace(";C;", ";compração;");
    await writeFile(path, `${operationsHeader}\n${operationLine("CORR-1", code)}\n${bad}\n`);
    const first = await withWorker(call(importCommand, { acompanhar: true }, path));
    const { importacao: corrige } = first.data as { importacao: string };
    const { body } = await openRejectedCsv(t.ctx, corrige);
    const mended = join(folder, "corrigidas.csv");
    await writeFile(mended, (await new Response(body).text()).replace("compração", "C"));

    const rehearsal = await withWorker(call(importCommand, { corrige, ensaio: true }, mended));
    expect(rehearsal.exit).toBe(0);
    expect(rehearsal.data).toMatchObject({
      corrige,
      contagem: { enviadas: 1, iguais: 0, ignoradas: 0, erradas: 0 },
      linhas: [{ corrige_linha: 3, mudancas: [{ coluna: "tipo", antes: "compração", depois: "C" }] }],
    });
    expect(rehearsal.text).toContain("tipo: compração → C");
    const taken = await withWorker(call(importCommand, { corrige, acompanhar: true }, mended));
    expect(taken.data).toMatchObject({ estado: "DONE", linhas: { total: 1, aceitas: 1 } });
    await expect(call(importCommand, { ensaio: true }, mended)).rejects.toThrow("--ensaio pede --corrige");
  });

  test("who may not import sends nothing", async () => {
    const { email } = await makeUser(t.ctx, "auditor");
    const path = join(folder, "auditor.csv");
    await writeFile(path, `${operationsHeader}\n`);
    await expect(call(importCommand, { usuario: email }, path)).rejects.toMatchObject({
      code: "auth.denied",
    });
  });
});

test("conferir fails with 1 when something does not add up", async () => {
  expect((await call(verifyCommand, {})).exit).toBe(0);
  await t.ctx.transaction((tx) =>
    tx.sql("update account set balance_cents = balance_cents + 1 where code = 'TAXAS'"),
  );
  const answer = await call(verifyCommand, { tolerancia: "60" });
  expect(answer.exit).toBe(1);
  expect(answer.text).toContain("✗ 1.");
  await t.ctx.transaction((tx) =>
    tx.sql("update account set balance_cents = balance_cents - 1 where code = 'TAXAS'"),
  );
});

test("a fund's rules are changed as people write them, with a reason, and what is no rule is refused", async () => {
  const { code } = await makeFund(t.ctx);
  const motivo = "alçada nova do comitê de 20/11";
  const change = (options: Record<string, string>) =>
    call(fundRulesCommand, { codigo: code.toLowerCase(), motivo, ...options });
  const limits = { "duas-pessoas-acima": "25.000,00", "confirmar-acima": "0", salto: "2,5%", corte: "17:30" };
  expect((await change({ ...limits, defasagem: "0" })).data).toEqual({
    codigo: code,
    mudou: ["jumpLimit", "cutOffTime", "twoPeopleCents", "stepUpCents"],
  });
  expect(await t.ctx.transaction((tx) => getFund(tx, code))).toMatchObject({
    twoPeopleCents: 2_500_000n,
    stepUpCents: 0n,
    jumpLimit: "0.025000",
    cutOffTime: "17:30",
    staleBusinessDays: 0,
  });
  expect((await change(limits)).text).toBe(`${code}: nada mudou`);
  const none: Record<string, string>[] = [
    {},
    { salto: "0" },
    { salto: "1001" },
    { distancia: "5.0" },
    { "duas-pessoas-acima": "-1,00" },
    { "decidir-em": "0" },
    { defasagem: "31" },
    { corte: "24:00" },
    { atendimento: "1,5" },
  ];
  for (const wrong of none) await expect(change(wrong), JSON.stringify(wrong)).rejects.toThrow(UsageError);
  await expect(change({ ...limits, motivo: "porque sim" })).resolves.toMatchObject({ exit: 0 });
  await expect(change({ ...limits, motivo: "sim" })).rejects.toThrow("--motivo");
  await expect(change({ ...limits, codigo: "NENHUM" })).rejects.toMatchObject({ code: "fund.not_found" });
});

test("a token is made for a person's rights only, and revoked by its id", async () => {
  const { email } = await makeUser(t.ctx, "gestor");
  const made = await call(createTokenCommand, { usuario: email, nome: "painel", direitos: "fund:read" });
  const { id, token } = made.data as { id: string; token: string };
  expect(token).toMatch(/^lastro_/);
  expect((await call(revokeTokenCommand, {}, id)).exit).toBe(0);
  await expect(call(createTokenCommand, { usuario: email, nome: "x", direitos: "voar" })).rejects.toThrow(
    "direito desconhecido",
  );
  await expect(
    call(createTokenCommand, { usuario: email, nome: "x", direitos: "user:update" }),
  ).rejects.toMatchObject({
    code: "auth.denied",
  });
});

describe("the demonstration", () => {
  test("its funds are five, valid and of different shapes, and its days are published business days", () => {
    expect(new Set(demoFunds.map(({ cnpj }) => cnpj)).size).toBe(5);
    expect(demoFunds.filter(({ cnpj }) => /[A-Z]/.test(cnpj))).toHaveLength(1);
    expect(
      new Set(demoFunds.map(({ rounding, priceBasis, engine }) => `${rounding} ${priceBasis} ${engine}`))
        .size,
    ).toBe(4);
    const days = demoDays(new Date("2026-11-21T12:00:00Z"));
    expect([days.length, days.at(-1), [...days].sort()]).toEqual([90, "2026-11-19", days]);
  });

  test("it neither joins nor clears a database of somebody else's", async () => {
    await expect(refuseForeignDatabase(t.ctx)).rejects.toThrow("não é o da demonstração");
    await expect(clearDemo(session())).rejects.toThrow("não é o da demonstração");
  });

  test("its people can be told their passwords again, and a cleared database is as new", async () => {
    const own = await openTestRuntime();
    try {
      const env = readEnv({ DATABASE_OWNER_URL: own.ownerUrl });
      await ensurePeople(own.ctx, env, []);
      await ensurePeople(own.ctx, env, []);
      const people = await listPeople(own.ctx, env);
      expect(people.map(({ role }) => role)).toEqual([
        "gestor",
        "operacao",
        "auditor",
        "auditor_externo",
        "admin",
      ]);
      for (const { password } of people) expect(password).toMatch(/^[a-z2-9]{4}-[a-z2-9]{4}-[a-z2-9]{4}$/);
      await clearDemo({ env, runtime: own.runtime, ctx: own.ctx, say: () => undefined });
      const [left] = await own.ctx.transaction((tx) =>
        tx.sql<{ people: bigint; events: bigint }>(
          "select (select count(*) from app_user) as people, (select count(*) from audit_event) as events",
        ),
      );
      expect(left).toEqual({ people: 0n, events: 0n });
      expect((await verifyInvariants(own.ctx)).ok).toBe(true);
      await expect(own.ctx.transaction((tx) => tx.sql("truncate posting"))).rejects.toThrow();
    } finally {
      await own.close();
    }
  });
});
