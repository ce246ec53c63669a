import { execFileSync, spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import { appendFileSync, cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { reverseOperation } from "#server/domain/operations/index";
import { assetClasses, type Witness } from "#server/kernel/ports";
import { openPipeline, operationsHeader, type Pipeline } from "#server/testing/pipeline";
import { createRandom, type Random } from "#server/testing/random";
import { createWitness, sealUpTo } from "#server/testing/sealed-log";
import { signCheckpoint } from "./checkpoint";
import { exportLog, type LogFilter } from "./export-log";
import { appendLeaves, emptyFrontier, hashLeaf, rootOf } from "./merkle";
import { verificar } from "./pack/verificar.mjs";

const day = "2026-07-15";
const packDir = path.join(import.meta.dirname, "pack");
const seed = 20_261_123;
let pipeline: Pipeline;
let witness: Witness;
let folder: string;
let whole: string;
let earlier: string;
let fundId: string;

beforeAll(async () => {
  folder = mkdtempSync(path.join(tmpdir(), "lastro-pack-"));
  pipeline = await openPipeline();
  witness = createWitness();
  fundId = await pipeline.fund("ALFA");
  await pipeline.fund("BETA");
  const operator = await pipeline.person("operacao");
  const auditor = await pipeline.person("auditor");
  for (const on of ["2026-07-14", day])
    for (const assetClass of assetClasses)
      pipeline.prices.serve(assetClass, on, { assetCode: `X-${assetClass}`, unitPrice: "10.123456" });
  const lines = Array.from(
    { length: 60 },
    (_, n) => `P${n};${n % 2 ? "ALFA" : "BETA"};C;X-debentures;${n + 1};0,001;${day};`,
  );
  const uploadId = await pipeline.send(operator.ctx, `${operationsHeader}\n${lines.join("\n")}\n`);
  await pipeline.drain();
  const sealed = await seal();
  earlier = path.join(folder, "recebido.txt");
  writeFileSync(earlier, `${await witness.lastNote()}\n`);
  const [operation] = await pipeline.sql<{ id: string }>(
    "select id from operation where upload_id = $1 and fund_id = $2 order by row_no limit 1",
    [uploadId, fundId],
  );
  await reverseOperation(auditor.ctx, { operationId: operation!.id, reason: "lançada em duplicidade" });
  await pipeline.drain();
  expect(await seal()).toBeGreaterThan(sealed);
  whole = await exported("todo", {});
}, 60_000);
afterAll(async () => {
  await pipeline?.close();
  rmSync(folder, { recursive: true, force: true });
});

/** Seals all there is. */
async function seal(): Promise<number> {
  const [all] = await pipeline.sql<{ count: number }>("select count(*)::int as count from audit_event");
  await sealUpTo(pipeline.ctx, witness, all!.count);
  return all!.count;
}

async function exported(name: string, filter: LogFilter): Promise<string> {
  const target = path.join(folder, name);
  cpSync(packDir, target, { recursive: true });
  const sink = { write: async (file: string, text: string) => appendFileSync(path.join(target, file), text) };
  await pipeline.ctx.transaction((tx) => exportLog(tx, filter, sink), { isSnapshot: true });
  return target;
}

describe("a pack", () => {
  test("is verified by one file of Node, without the database, a checkpoint received earlier included", () => {
    const said = execFileSync(
      process.execPath,
      [path.join(whole, "verificar.mjs"), whole, "--checkpoint", earlier],
      { encoding: "utf8" },
    );
    expect(said).toMatch(
      /^✓ \d+ eventos conferem.*63 lançamentos somam zero; 8 saldos conferem; 1 checkpoint recebido à parte/s,
    );
  });

  test("is verified by a second implementation in Python", (context) => {
    const python = spawnSync("python3", [path.join(whole, "verificar.py"), whole, "--checkpoint", earlier], {
      encoding: "utf8",
    });
    if (python.error) context.skip("no python3 on this machine");
    expect(python.stdout).toMatch(
      /^✓ \d+ eventos conferem.*63 lançamentos somam zero; 8 saldos conferem; 1 checkpoint recebido à parte/,
    );
  });

  test.each([
    ["a fund's", () => ({ fundId })],
    ["a period's", () => ({ from: new Date(0), to: new Date() })],
  ])("of %s events alone carries a proof for each", async (name, filter) => {
    const target = await exported(name, filter());
    expect((await verificar(target, { checkpoint: [earlier] })).problems).toEqual([]);
    const events = readFileSync(path.join(target, "eventos.ndjson"), "utf8").trimEnd().split("\n");
    expect(events.length).toBeGreaterThan(10);
    expect(events.every((line) => JSON.parse(line).caminho.length > 0)).toBe(true);
  });
});

type Forged = {
  events: string[];
  postings: string[];
  notes: string;
  key: string;
  balances: string;
};

/** What somebody with every right over the pack, but without the log's key, may do to it. */
const tamperings: Readonly<Record<string, (pack: Forged, random: Random) => Forged>> = {
  "a byte changed": (pack, random) => ({
    ...pack,
    events: replaceAt(pack.events, random, (line) => flipDigit(line, random)),
  }),
  "an event deleted": (pack, random) => ({
    ...pack,
    events: pack.events.toSpliced(pick(pack.events, random), 1),
  }),
  "an event inserted": (pack, random) => {
    const at = pick(pack.events, random);
    return { ...pack, events: pack.events.toSpliced(at, 0, pack.events[at] as string) };
  },
  "an event inserted and all renumbered": (pack, random) => {
    const at = pick(pack.events, random);
    return { ...pack, events: renumbered(pack.events.toSpliced(at, 0, pack.events[at] as string)) };
  },
  "an event deleted and all renumbered": (pack, random) => ({
    ...pack,
    events: renumbered(pack.events.toSpliced(pick(pack.events, random), 1)),
  }),
  "two events swapped": (pack, random) => {
    const [a, b] = [pick(pack.events, random), pick(pack.events, random)];
    if (a === b) return { ...pack, events: pack.events.slice(1) };
    return {
      ...pack,
      events: renumbered(pack.events.with(a, pack.events[b] as string).with(b, pack.events[a] as string)),
    };
  },
  "the end cut off": (pack, random) => ({
    ...pack,
    events: pack.events.slice(0, -1 - random.below(5)),
  }),
  "an older checkpoint shown as the latest": (pack, random) => {
    const [first = ""] = pack.notes.split(/(?<=\n— [^\n]+\n)\n/);
    const size = Number(first.split("\n")[1]);
    return {
      ...pack,
      notes: `${first}\n`,
      events: random.chance(0.5) ? pack.events : pack.events.slice(0, size),
    };
  },
  "all signed again with another key": (pack, random) => {
    const events = replaceAt(pack.events, random, (line) => flipDigit(line, random));
    const { signer } = createWitness();
    const leaves = events.map((line) => hashLeaf(Buffer.from(JSON.parse(line).canonical)));
    const root = rootOf(appendLeaves(emptyFrontier, leaves));
    return {
      ...pack,
      events,
      notes: `${signCheckpoint({ origin: "lastro/auditoria", size: leaves.length, root }, signer)}\n`,
    };
  },
  "a posting changed": (pack, random) => ({
    ...pack,
    postings: replaceAt(pack.postings, random, (line) => flipDigit(line, random)),
  }),
  "a posting left out": (pack, random) => ({
    ...pack,
    postings: pack.postings.toSpliced(pick(pack.postings, random), 1),
  }),
  "postings told twice": (pack, random) => ({
    ...pack,
    postings: [...pack.postings, pack.postings[pick(pack.postings, random)] as string],
  }),
  "a balance changed": (pack, random) => {
    const [header = "", ...rows] = pack.balances.trimEnd().split("\n");
    return {
      ...pack,
      balances: `${[header, ...replaceAt(rows, random, (row) => row.replace(/;(-?\d+)$/, (_, cents) => `;${BigInt(cents) + 1n}`))].join("\n")}\n`,
    };
  },
  "a signature changed": (pack) => ({
    ...pack,
    notes: pack.notes.replace(
      /(— lastro \S{20})(\S)/,
      (_, start, one) => `${start}${one === "A" ? "B" : "A"}`,
    ),
  }),
};

function pick(list: readonly unknown[], random: Random): number {
  return random.below(list.length);
}
function replaceAt(list: readonly string[], random: Random, change: (line: string) => string): string[] {
  const at = pick(list, random);
  return list.with(at, change(list[at] as string));
}
/** Another digit somewhere in what counts. */
function flipDigit(line: string, random: Random): string {
  const told = JSON.parse(line);
  const digits = [...told.canonical.matchAll(/\d/g)].map((match: RegExpMatchArray) => match.index as number);
  const at = digits[pick(digits, random)] as number;
  const other = (Number(told.canonical[at]) + 1 + random.below(9)) % 10;
  told.canonical = `${told.canonical.slice(0, at)}${other}${told.canonical.slice(at + 1)}`;
  return JSON.stringify(told);
}
function renumbered(events: readonly string[]): string[] {
  return events.map((line, seq) => JSON.stringify({ ...JSON.parse(line), seq }));
}

test(`a thousand tamperings of a pack, its manifest made to fit, are each found`, async () => {
  const random = createRandom(seed);
  const read = (name: string) => readFileSync(path.join(whole, name), "utf8");
  const lines = (name: string) => read(name).trimEnd().split("\n");
  const pack: Forged = {
    events: lines("eventos.ndjson"),
    postings: lines("lancamentos.ndjson"),
    notes: read("checkpoints.txt"),
    key: read("chave.pub"),
    balances: read("saldos.csv"),
  };
  const target = path.join(folder, "forjado");
  cpSync(whole, target, { recursive: true });
  const manifest = JSON.parse(read("manifesto.json"));
  const names = Object.keys(tamperings);
  const unnoticed: string[] = [];
  for (let round = 0; round < 1_000; round++) {
    const name = names[round % names.length] as string;
    const forged = tamperings[name]!(pack, random);
    const files: Record<string, string> = {
      "eventos.ndjson": `${forged.events.join("\n")}\n`,
      "lancamentos.ndjson": `${forged.postings.join("\n")}\n`,
      "checkpoints.txt": forged.notes,
      "chave.pub": forged.key,
      "saldos.csv": forged.balances,
    };
    for (const [file, text] of Object.entries(files)) writeFileSync(path.join(target, file), text);
    const fitting = Object.fromEntries(
      Object.entries(files).map(([file, text]) => [
        file,
        { sha256: createHash("sha256").update(text).digest("hex"), bytes: Buffer.byteLength(text) },
      ]),
    );
    writeFileSync(
      path.join(target, "manifesto.json"),
      JSON.stringify({ ...manifest, ...toldOf(forged), arquivos: fitting }),
    );
    const found = await verificar(target, { checkpoint: [earlier, newest()] }).catch((error) => ({
      problems: [error.message],
    }));
    if (found.problems.length === 0) unnoticed.push(`${name} (round ${round})`);
  }
  expect(unnoticed).toEqual([]);
}, 120_000);

/** What a manifest says of what is forged. */
function toldOf({ events, postings, notes }: Forged) {
  const [, size, root] = (notes.split(/(?<=\n— [^\n]+\n)\n/).findLast((note) => note.trim()) ?? "").split(
    "\n",
  );
  return { eventos: events.length, lancamentos: postings.length, tamanho: Number(size), raiz: root };
}

/** The newest checkpoint, as it was received by mail. */
function newest(): string {
  const file = path.join(folder, "ultimo.txt");
  const notes = readFileSync(path.join(whole, "checkpoints.txt"), "utf8").split(/(?<=\n— [^\n]+\n)\n/);
  writeFileSync(file, `${notes.filter((note) => note.trim()).at(-1)}\n`);
  return file;
}
