import { type ChildProcessWithoutNullStreams, spawn, spawnSync } from "node:child_process";
import { createHash, generateKeyPairSync, sign } from "node:crypto";
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { createInterface } from "node:readline";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { createRandom, type Random } from "#server/testing/random";
import { type Signer, signCheckpoint, verifierKeyOf } from "../checkpoint";
import { appendLeaves, emptyFrontier, hashLeaf, rootOf } from "../merkle";
import { canonicalJson } from "../model/canonical";
import { verificar } from "./verificar.mjs";

const seed = 20_261_125;
const rounds = 600;
const hasPython = !spawnSync("python3", ["--version"]).error;
const sha256 = (text: string) => createHash("sha256").update(text).digest("hex");

type Files = Record<string, string | Buffer>;
type Event = { canonical: string; postings: string | null };
type Verdict = { problems?: string[]; refused?: string; crash?: string };

function newSigner(): Signer {
  const { privateKey, publicKey } = generateKeyPairSync("ed25519");
  return {
    name: "lastro",
    publicKey: publicKey.export({ format: "der", type: "spki" }).subarray(-32),
    sign: (bytes) => sign(null, bytes, privateKey),
  };
}

const id = (n: number) => `00000000-0000-4000-8000-${String(n).padStart(12, "0")}`;

/** Events of which every other moves money, with what people write: quotes, line separators, other scripts. */
function someEvents(): Event[] {
  return Array.from({ length: 9 }, (_, n) => {
    const moved = 9_007_199_254_740_993n * BigInt(n + 1);
    const postings = canonicalJson([
      { account: id(1), after: -sum(n), amount: -moved, seq: n },
      { account: id(2), after: sum(n), amount: moved, seq: n },
    ]);
    const isMoney = n % 2 === 0;
    const event = {
      action: isMoney ? "operation.execute" : "test.happen",
      after: { n },
      fund: id(9),
      id: id(100 + n),
      ...(isMoney ? { postings: sha256(postings) } : { postings: null }),
      reason: `"${n}" \u2028 \u2029 \u0085 日本 \\ud800 😀 \r\n`,
      subject: { id: id(200 + n), type: "operation" },
      v: 1,
    };
    return { canonical: canonicalJson(event), postings: isMoney ? postings : null };
  });
}
function sum(n: number): bigint {
  return Array.from({ length: n / 2 + 1 }, (_, k) => 9_007_199_254_740_993n * BigInt(2 * k + 1)).reduce(
    (a, b) => a + b,
    0n,
  );
}

/** A pack as the exporter writes it, signed by whoever has that key. */
function packOf(events: readonly Event[], signer: Signer): Files {
  const ids = events.map(
    ({ canonical }, n) =>
      /"id":"(00000000-0000-4000-8000-0000000001\d\d)"/.exec(canonical)?.[1] ?? id(100 + n),
  );
  const tree = appendLeaves(
    emptyFrontier,
    events.map(({ canonical }) => hashLeaf(Buffer.from(canonical))),
  );
  const note = signCheckpoint({ origin: "lastro/auditoria", size: tree.size, root: rootOf(tree) }, signer);
  const entries = events.flatMap(({ postings }, n) =>
    postings === null ? [] : [{ evento: ids[n], fundo: id(9), canonical: postings }],
  );
  return fitted({
    "eventos.ndjson": events.map(({ canonical }, seq) => `${JSON.stringify({ seq, canonical })}\n`).join(""),
    "lancamentos.ndjson": entries.map((entry) => `${JSON.stringify(entry)}\n`).join(""),
    "checkpoints.txt": `${note}\n`,
    "chave.pub": `${verifierKeyOf(signer)}\n`,
    "saldos.csv": `fundo;conta_id;conta;saldo_centavos\nF-UM;${id(1)};CAIXA;${-sum(8)}\nF-UM;${id(2)};CAPITAL;${sum(8)}\n`,
    "manifesto.json": JSON.stringify({
      formato: "lastro-trilha/1",
      geradoEm: "2026-11-25T12:00:00.000Z",
      tamanho: tree.size,
      raiz: rootOf(tree).toString("base64"),
      parcial: false,
      recorte: { fundo: null, de: null, ate: null, filtro: { actions: ["test.happen"] } },
      eventos: events.length,
      lancamentos: entries.length,
      arquivos: {},
    }),
  });
}

/** The manifest made to describe the files as they are now. */
function fitted(files: Files): Files {
  const { "manifesto.json": manifest = "", ...rest } = files;
  const told = Object.fromEntries(
    Object.entries(rest).map(([name, bytes]) => [
      name,
      { sha256: createHash("sha256").update(bytes).digest("hex"), bytes: Buffer.byteLength(bytes) },
    ]),
  );
  try {
    return {
      ...files,
      "manifesto.json": `${JSON.stringify({ ...JSON.parse(String(manifest)), arquivos: told }, null, 2)}\n`,
    };
  } catch {
    return files;
  }
}

const deep = (n: number) => "[".repeat(n) + "]".repeat(n);
const oddJson = [
  "null",
  "true",
  "[]",
  "{}",
  '""',
  '"x"',
  "-1",
  "-0",
  "1.0",
  "1.5",
  "1e2",
  "1e999",
  "9007199254740993",
  `${"9".repeat(5_000)}`,
  "NaN",
  "Infinity",
  '"\\ud800"',
  '"\\u0000"',
  deep(70),
  deep(20_000),
  '{"__proto__":{"postings":"x"}}',
  '{"1":2}',
  "",
  "\u00a0",
];
const oddEvents = [
  ...oddJson,
  '{"postings":"x"}',
  '{"postings":"x","id":[],"action":"a","subject":{"id":"b"}}',
  '{"postings":"x","id":"i","action":"a","subject":null}',
  '{"postings":7,"n":1e400}',
  '{"a":1,"a":2}',
  `{"n":${"9".repeat(5_000)}}`,
  '{"postings":"x","postings":null}',
  `{"a":${deep(70)}}`,
];
const oddEntries = [
  "[]",
  "null",
  "{}",
  "[{}]",
  "[1]",
  '[{"account":"x","after":1,"amount":1,"seq":1}]',
  `[{"account":"${id(1)}","after":01,"amount":1,"seq":0}]`,
  `[{"account":"${id(1)}","after":1e2,"amount":1,"seq":0}]`,
  `[{"account":"${id(1)}","after":1,"amount":1,"seq":0}]`,
  `[{"account":"${id(1)}","after":1,"after":1,"amount":1,"seq":0}]`,
  deep(20_000),
];
const oddBytes = [
  "\ufeff",
  "\r",
  "\n",
  "\u2028",
  "\0",
  "\\ud800",
  '"',
  "{",
  "[",
  ",",
  "NaN",
  " ",
  "-",
  "0",
  "\u0661",
  "=",
  "+",
  ";",
  "— ",
]
  .map((text) => Buffer.from(text))
  .concat([Buffer.of(0xff), Buffer.of(0xed, 0xa0, 0x80), Buffer.of(0xc0, 0x80)]);

type Change = (files: Files, random: Random) => Files;
const pickOf = <T>(list: readonly T[], random: Random) => list[random.below(list.length)] as T;
const nameOf = (files: Files, random: Random) => pickOf(Object.keys(files), random);
const changed = (files: Files, random: Random, change: (bytes: Buffer) => Buffer): Files => {
  const name = nameOf(files, random);
  return { ...files, [name]: change(Buffer.from(files[name] as string)) };
};
const splice = (bytes: Buffer, at: number, gone: number, put: Buffer) =>
  Buffer.concat([bytes.subarray(0, at), put, bytes.subarray(at + gone)]);

/** What anybody may do to the files of a pack. */
const changes: Readonly<Record<string, Change>> = {
  "a byte changed": (files, random) =>
    changed(files, random, (bytes) => {
      const at = random.below(bytes.length);
      return splice(bytes, at, 1, Buffer.of((bytes[at] as number) ^ (1 << random.below(8))));
    }),
  "bytes put in": (files, random) =>
    changed(files, random, (bytes) =>
      splice(bytes, random.below(bytes.length + 1), 0, pickOf(oddBytes, random)),
    ),
  "bytes at an edge": (files, random) =>
    changed(files, random, (bytes) =>
      splice(bytes, random.chance(0.5) ? 0 : bytes.length, 0, pickOf(oddBytes, random)),
    ),
  "bytes taken out": (files, random) =>
    changed(files, random, (bytes) =>
      splice(bytes, random.below(bytes.length), 1 + random.below(40), Buffer.alloc(0)),
    ),
  "cut off": (files, random) =>
    changed(files, random, (bytes) => bytes.subarray(0, random.below(bytes.length))),
  "lines of Windows": (files, random) =>
    changed(files, random, (bytes) => Buffer.from(bytes.toString().replaceAll("\n", "\r\n"))),
  "a line twice": (files, random) =>
    changed(files, random, (bytes) => {
      const lines = bytes.toString().split("\n");
      const at = random.below(lines.length);
      return Buffer.from(lines.toSpliced(random.below(lines.length), 0, lines[at] as string).join("\n"));
    }),
  "a value of another kind": (files, random) =>
    changed(files, random, (bytes) => {
      const text = bytes.toString();
      const values = [...text.matchAll(/:("(?:[^"\\]|\\.)*"|-?\d+|true|false|null|\[\]|\{\})/g)];
      const value = values.length > 0 ? pickOf(values, random) : null;
      if (!value) return bytes;
      return Buffer.from(
        `${text.slice(0, value.index + 1)}${pickOf(oddJson, random)}${text.slice(value.index + value[0].length)}`,
      );
    }),
  "a key twice, or one more": (files, random) =>
    changed(files, random, (bytes) => {
      const text = bytes.toString();
      const keys = [...text.matchAll(/"([a-zA-Z0-9]+)":/g)];
      const key = keys.length > 0 ? pickOf(keys, random) : null;
      if (!key) return bytes;
      const name = pickOf([key[1], "__proto__", "constructor", "1", "outra"], random);
      return Buffer.from(
        `${text.slice(0, key.index)}"${name}":${pickOf(oddJson, random)},${text.slice(key.index)}`,
      );
    }),
  "two files exchanged": (files, random) => {
    const [a, b] = [nameOf(files, random), nameOf(files, random)];
    return { ...files, [a]: files[b] as string, [b]: files[a] as string };
  },
  "a file away": (files, random) => {
    const gone = nameOf(files, random);
    return Object.fromEntries(Object.entries(files).filter(([name]) => name !== gone));
  },
};

/** What somebody with a key of their own may sign. */
const signings: Readonly<Record<string, (events: Event[], random: Random) => Event[]>> = {
  "an event that is none": (events, random) =>
    events.with(random.below(events.length), { canonical: pickOf(oddEvents, random), postings: null }),
  "an entry that is none": (events, random) => {
    const at = 2 * random.below(5);
    const entry = pickOf(oddEntries, random);
    const { canonical } = events[at] as Event;
    return events.with(at, {
      canonical: canonical.replace(/"postings":"[0-9a-f]{64}"/, `"postings":"${sha256(entry)}"`),
      postings: entry,
    });
  },
  "an event twice": (events, random) =>
    events.toSpliced(random.below(events.length), 0, pickOf(events, random)),
  "one without its entry": (events, random) =>
    events.map((event, n) => (n === 2 * random.below(5) ? { ...event, postings: null } : event)),
};

let folder: string;
let python: ChildProcessWithoutNullStreams | undefined;
let answers: AsyncIterator<string>;
beforeAll(() => {
  folder = mkdtempSync(path.join(tmpdir(), "lastro-verifiers-"));
  if (!hasPython) return;
  python = spawn("python3", ["-c", asking, import.meta.dirname], { stdio: "pipe" });
  python.stderr.pipe(process.stderr);
  answers = createInterface({ input: python.stdout })[Symbol.asyncIterator]();
});
afterAll(() => {
  python?.stdin.end();
  rmSync(folder, { recursive: true, force: true });
});

/** One folder a line in, one verdict a line out. */
const asking = `
import json, sys
sys.path.insert(0, sys.argv[1]); sys.dont_write_bytecode = True
import verificar
for line in sys.stdin:
    try:
        told = {"problems": verificar.check_pack(line.rstrip("\\n"), [], None)[0]}
    except verificar.Unreadable as error:
        told = {"refused": str(error)}
    except Exception as error:
        told = {"crash": repr(error)}
    print(json.dumps(told), flush=True)
`;

async function byNode(target: string): Promise<Verdict> {
  try {
    return { problems: (await verificar(target)).problems };
  } catch (error) {
    const { message, code } = error as NodeJS.ErrnoException;
    return (error as Error).constructor === Error && !code ? { refused: message } : { crash: String(error) };
  }
}
async function byPython(target: string): Promise<Verdict> {
  python?.stdin.write(`${target}\n`);
  return JSON.parse((await answers.next()).value);
}

let written = 0;
function write(files: Files): string {
  const target = path.join(folder, String(written++));
  mkdirSync(target);
  for (const [name, bytes] of Object.entries(files)) writeFileSync(path.join(target, name), bytes);
  return target;
}

/** Whether they say the same: an empty line at an end says nothing. */
const sameBytes = (a: Files, b: Files, names: readonly string[]) =>
  names.every((name) => String(a[name] ?? "").trimEnd() === String(b[name] ?? "").trimEnd());
const bound = ["eventos.ndjson", "lancamentos.ndjson", "checkpoints.txt", "chave.pub"];

describe("the two verifiers", () => {
  test("accept what the exporter writes, whatever people wrote in it", async () => {
    const target = write(packOf(someEvents(), newSigner()));
    expect(await byNode(target)).toEqual({ problems: [] });
    if (hasPython) expect(await byPython(target)).toEqual({ problems: [] });
  });

  test.runIf(hasPython)(
    `agree word for word on ${rounds} hostile packs and crash on none (seed ${seed})`,
    async () => {
      const random = createRandom(seed);
      const own = newSigner();
      const whole = packOf(someEvents(), own);
      const wrong: unknown[] = [];
      for (let round = 0; round < rounds; round++) {
        const isSigned = random.chance(0.3);
        const [name, files] = isSigned ? signed(random) : damaged(whole, random);
        const target = write(files);
        const [node, other] = [await byNode(target), await byPython(target)];
        const isAccepted = node.problems?.length === 0;
        const isUnnoticed = isAccepted && !isSigned && !sameBytes(files, whole, bound);
        if (node.crash || isUnnoticed || JSON.stringify(node) !== JSON.stringify(other))
          wrong.push({ round, name, isUnnoticed, node, other, target });
        rmSync(target, { recursive: true });
      }
      expect(wrong.slice(0, 5)).toEqual([]);
    },
    120_000,
  );

  test("read only plain files, of which none is missing", async () => {
    const files = packOf(someEvents(), newSigner());
    const target = write(files);
    rmSync(path.join(target, "saldos.csv"));
    symlinkSync("/dev/zero", path.join(target, "saldos.csv"));
    expect(await byNode(target)).toEqual({ refused: "saldos.csv não é um arquivo comum" });
    if (hasPython) expect(await byPython(target)).toEqual(await byNode(target));
    rmSync(path.join(target, "saldos.csv"));
    expect(await byNode(target)).toEqual({ refused: "falta o arquivo saldos.csv" });
  });
});

function signed(random: Random): [string, Files] {
  const name = pickOf(Object.keys(signings), random);
  return [
    name,
    packOf((signings[name] as never as (typeof signings)[string])(someEvents(), random), newSigner()),
  ];
}

function damaged(whole: Files, random: Random): [string, Files] {
  const name = pickOf(Object.keys(changes), random);
  const files = (changes[name] as Change)(whole, random);
  return [name, random.chance(0.7) ? fitted(files) : files];
}
