#!/usr/bin/env node
// Confere, sem rede e sem o Lastro, um pacote exportado da trilha de auditoria. Só usa módulos do Node (20 ou mais novo).
//   node verificar.mjs PASTA [--checkpoint ARQUIVO] [--chave ARQUIVO]
//   node verificar.mjs PROVA.json [...]: a prova de um só evento
// Sai com 0 se tudo confere; com 1 no primeiro problema de cada tipo, dizendo em que evento; com 2 se não pôde ler.
import { createHash, createPublicKey, verify } from "node:crypto";
import { createReadStream, existsSync, readFileSync, statSync } from "node:fs";
import path from "node:path";
import { createInterface } from "node:readline";
import { pathToFileURL } from "node:url";
import { parseArgs } from "node:util";

let problems = [];
const problem = (text, seq) => problems.push(seq === undefined ? text : `evento #${seq}: ${text}`);
const sha256 = (...parts) => {
  const hash = createHash("sha256");
  for (const part of parts) hash.update(part);
  return hash.digest();
};
// RFC 6962, 2.1: folhas com um byte 0 antes, nós com um byte 1.
const leafOf = (bytes) => sha256(Buffer.of(0), bytes);
const nodeOf = (left, right) => sha256(Buffer.of(1), left, right);

/** Confere uma pasta, ou a prova de um evento. @returns o que se conferiu, e os problemas achados, o primeiro evento ruim à frente */
export async function verificar(folder, options = {}) {
  problems = [];
  const said = statSync(folder).isFile() ? checkProof(folder, options) : await check(folder, options);
  return { said, problems };
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? "").href) await main();

async function main() {
  try {
    const { positionals, values } = parseArgs({
      allowPositionals: true,
      options: { checkpoint: { type: "string", multiple: true }, chave: { type: "string" } },
    });
    if (positionals.length !== 1)
      throw new Error("diga o que conferir: node verificar.mjs PASTA ou PROVA.json");
    const { said } = await verificar(positionals[0], values);
    for (const text of problems.slice(0, 20)) console.log(`✗ ${text}`);
    if (problems.length > 20) console.log(`  e mais ${problems.length - 20}`);
    console.log(problems.length === 0 ? `✓ ${said}` : "O pacote NÃO confere.");
    process.exitCode = problems.length === 0 ? 0 : 1;
  } catch (error) {
    console.error(`não pôde conferir: ${error.message}`);
    process.exitCode = 2;
  }
}

async function check(folder, options) {
  const file = (name) => path.join(folder, name);
  const manifest = JSON.parse(readFileSync(file("manifesto.json"), "utf8"));
  if (manifest.formato !== "lastro-trilha/1") throw new Error("o formato não é lastro-trilha/1");
  for (const [name, { sha256: expected }] of Object.entries(manifest.arquivos)) {
    if (path.basename(name) !== name) throw new Error(`nome de arquivo estranho: ${name}`);
    if (!existsSync(file(name))) problem(`falta o arquivo ${name}`);
    else if ((await hashOf(file(name))).toString("hex") !== expected)
      problem(`${name} não é o arquivo que o manifesto descreve`);
  }
  const key = readKey(readFileSync(options.chave ?? file("chave.pub"), "utf8"));
  const kept = readNotes(file("checkpoints.txt"), key);
  const received = (options.checkpoint ?? []).flatMap((name) => readNotes(name, key));
  const log = await readEvents(file("eventos.ndjson"), manifest, kept, received);
  const money = await readPostings(file("lancamentos.ndjson"), log, manifest.parcial === true);
  if (manifest.parcial !== true) compareBalances(file("saldos.csv"), money);
  return summary(manifest, log, money, received.length);
}

function checkProof(name, options) {
  const proof = JSON.parse(readFileSync(name, "utf8"));
  if (proof.formato !== "lastro-prova/1") throw new Error("o formato não é lastro-prova/1");
  const key = readKey(options.chave ? readFileSync(options.chave, "utf8") : proof.chave);
  const [{ size, root }] = readNotes(name, key, proof.checkpoint);
  const { seq, canonical, caminho } = proof.evento;
  const steps = caminho.map((text) => Buffer.from(text, "base64"));
  if (!rootFromPath(leafOf(Buffer.from(canonical)), seq, size, steps)?.equals(root))
    problem("a prova não leva à raiz assinada", seq);
  const { postings } = JSON.parse(canonical);
  if (postings && sha256(proof.lancamentos ?? "").toString("hex") !== postings)
    problem("os lançamentos não são os que o evento prende", seq);
  for (const other of (options.checkpoint ?? []).flatMap((file) => readNotes(file, key)))
    if (other.size === size && !other.root.equals(root)) problem("o checkpoint recebido diz outra raiz", seq);
  return `o evento #${seq} está no registro cuja raiz de ${size} eventos esta chave assinou`;
}

async function hashOf(name) {
  const hash = createHash("sha256");
  for await (const chunk of createReadStream(name)) hash.update(chunk);
  return hash.digest();
}

// nome+hash+base64(tipo, 32 bytes): a forma em que registros de transparência escrevem chaves.
function readKey(text) {
  const [name, id, encoded] = text.trim().split("+");
  const typed = Buffer.from(text.trim().slice(name.length + id.length + 2), "base64");
  if (!encoded || typed.length !== 33 || typed[0] !== 1) throw new Error("a chave não é Ed25519");
  const raw = typed.subarray(1);
  const keyHash = sha256(`${name}\n`, typed).subarray(0, 4);
  if (keyHash.toString("hex") !== id) throw new Error("a chave não é a que o seu nome diz");
  const der = Buffer.concat([Buffer.from("302a300506032b6570032100", "hex"), raw]);
  return { name, keyHash, object: createPublicKey({ key: der, format: "der", type: "spki" }) };
}

function readNotes(name, key, text = readFileSync(name, "utf8")) {
  const notes = text.split(/(?<=\n— [^\n]+\n)\n?(?=[^\n—])/).filter((note) => note.trim() !== "");
  return notes.map((note) => {
    const match = /^(([^\n]+)\n(0|[1-9]\d{0,15})\n([A-Za-z0-9+/]{43}=)\n)\n— (\S+) (\S+)\n*$/.exec(note);
    if (!match) throw new Error(`checkpoint ilegível em ${name}`);
    const [, body, origin, size, root, signer, encoded] = match;
    const bytes = Buffer.from(encoded, "base64");
    const isSigned =
      signer === key.name &&
      bytes.subarray(0, 4).equals(key.keyHash) &&
      verify(null, Buffer.from(body), key.object, bytes.subarray(4));
    if (!isSigned) problem(`o checkpoint de ${size} eventos não tem assinatura válida desta chave`);
    return { origin, size: Number(size), root: Buffer.from(root, "base64") };
  });
}

async function* linesOf(name) {
  let number = 0;
  for await (const line of createInterface({ input: createReadStream(name) })) {
    number += 1;
    try {
      yield JSON.parse(line);
    } catch {
      throw new Error(`a linha ${number} de ${path.basename(name)} não é JSON`);
    }
  }
}

async function readEvents(name, manifest, kept, received) {
  const roots = [];
  let size = 0;
  let count = 0;
  // evento → o que ele diz do dinheiro; só o que a conferência dos lançamentos precisa.
  const money = new Map();
  const signed = [
    ...kept.map((c) => ({ ...c, from: "do pacote" })),
    ...received.map((c) => ({ ...c, from: "recebido à parte" })),
  ].sort((a, b) => a.size - b.size);
  const newest = kept.at(-1);
  if (!newest) problem("não há checkpoint assinado");
  if (newest && newest.size !== manifest.tamanho)
    problem(`o manifesto diz ${manifest.tamanho} eventos, o último checkpoint ${newest.size}`);
  let next = 0;
  let before = -1;
  for await (const { seq, canonical, caminho } of linesOf(name)) {
    const bytes = Buffer.from(canonical, "utf8");
    const leaf = leafOf(bytes);
    if (manifest.parcial === true) {
      if (!(seq > before)) problem("os eventos não estão em ordem", seq);
      before = seq;
      const path = (caminho ?? []).map((text) => Buffer.from(text, "base64"));
      const root = rootFromPath(leaf, seq, manifest.tamanho, path);
      if (!newest || !root?.equals(newest.root)) problem("a prova não leva à raiz assinada", seq);
    } else {
      if (seq !== size) {
        problem(`esperava-se o evento #${size}`, seq);
        return { size, count, money, broken: true };
      }
      while (next < signed.length && signed[next].size === size) compareRoot(signed[next++], roots, size);
      append(roots, size, leaf);
      size += 1;
    }
    count += 1;
    remember(money, seq, canonical);
  }
  while (manifest.parcial !== true && next < signed.length) {
    const { size: wanted, from } = signed[next];
    if (wanted !== size) {
      problem(`falta o fim: um checkpoint ${from} cobre ${wanted} eventos, há ${size}`, size);
      break;
    }
    compareRoot(signed[next++], roots, size);
  }
  if (manifest.parcial !== true && newest && size !== newest.size)
    problem(`há ${size} eventos, o último checkpoint cobre ${newest.size}`, Math.min(size, newest.size));
  for (const { size: wanted, root } of manifest.parcial === true ? received : [])
    if (wanted === manifest.tamanho && !root.equals(newest?.root ?? Buffer.alloc(0)))
      problem(`o checkpoint recebido à parte diz outra raiz para ${wanted} eventos`);
  return { size, count, money };
}

function append(roots, size, leaf) {
  let right = leaf;
  for (let rest = size; rest % 2 === 1; rest = (rest - 1) / 2) right = nodeOf(roots.pop(), right);
  roots.push(right);
}

function compareRoot({ size, root, from }, roots) {
  const own =
    roots.length === 0
      ? sha256("")
      : roots.reduceRight((right, left) => (right ? nodeOf(left, right) : left), null);
  if (!own.equals(root))
    problem(`os primeiros ${size} eventos não dão a raiz do checkpoint ${from}`, size - 1);
}

function rootFromPath(leaf, index, size, path) {
  if (!(index >= 0 && index < size)) return null;
  let root = leaf;
  let [at, last] = [index, size - 1];
  for (const sibling of path) {
    if (last === 0 || sibling.length !== 32) return null;
    if (at % 2 === 1 || at === last) {
      root = nodeOf(sibling, root);
      while (at % 2 === 0) [at, last] = [Math.floor(at / 2), Math.floor(last / 2)];
    } else root = nodeOf(root, sibling);
    [at, last] = [Math.floor(at / 2), Math.floor(last / 2)];
  }
  return last === 0 ? root : null;
}

function remember(money, seq, canonical) {
  let event;
  try {
    event = JSON.parse(canonical);
  } catch {
    return problem("os bytes do evento não são JSON", seq);
  }
  if (typeof event.postings === "string")
    money.set(event.id, { seq, hash: event.postings, action: event.action, subject: event.subject?.id });
}

async function readPostings(name, log, isPartial) {
  const seen = new Set();
  const executed = new Map();
  const balances = new Map();
  const funds = new Map();
  let entries = 0;
  for await (const { evento, fundo, canonical } of linesOf(name)) {
    const told = log.money.get(evento);
    if (!told) {
      problem(`há lançamentos do evento ${evento}, que não está no pacote ou não moveu dinheiro`);
      continue;
    }
    if (seen.has(evento)) problem("os seus lançamentos vêm duas vezes", told.seq);
    seen.add(evento);
    if (sha256(canonical).toString("hex") !== told.hash)
      problem("os lançamentos não são os que o evento prende", told.seq);
    if (told.action === "operation.execute") {
      if (executed.has(told.subject))
        problem(`a operação já fora executada no evento #${executed.get(told.subject)}`, told.seq);
      executed.set(told.subject, told.seq);
    }
    entries += 1;
    let sum = 0n;
    for (const { account, after, amount, seq } of exact(canonical)) {
      sum += amount;
      // Num recorte faltam lançamentos no meio; no todo cada saldo continua o anterior.
      if (!isPartial) {
        if (seq < (funds.get(fundo) ?? 0n)) problem("os lançamentos do fundo não estão em ordem", told.seq);
        funds.set(fundo, seq);
        if ((balances.get(account)?.cents ?? 0n) + amount !== after)
          problem(`o saldo da conta ${account} não continua o anterior`, told.seq);
      }
      balances.set(account, { fund: fundo, cents: after });
    }
    if (sum !== 0n) problem("as partidas não somam zero", told.seq);
  }
  for (const [id, { seq }] of log.money) if (!seen.has(id)) problem("faltam os seus lançamentos", seq);
  return { entries, balances };
}

// JSON com inteiros exatos: valores em centavos passam do que um número guarda.
function exact(canonical) {
  return JSON.parse(canonical.replace(/(:)(-?\d+)(?=[,}])/g, '$1"$2"')).map((p) => ({
    account: p.account,
    after: BigInt(p.after),
    amount: BigInt(p.amount),
    seq: BigInt(p.seq),
  }));
}

function compareBalances(name, { balances }) {
  const [, ...rows] = readFileSync(name, "utf8").trimEnd().split("\n");
  const told = new Map(rows.map((row) => [row.split(";")[1], row.split(";")]));
  for (const [account, { cents }] of balances) {
    const row = told.get(account);
    if (!row) problem(`saldos.csv não tem a conta ${account}`);
    else if (BigInt(row[3]) !== cents)
      problem(`saldos.csv diz ${row[3]} centavos na conta ${account}, os lançamentos ${cents}`);
  }
  for (const [account, row] of told)
    if (!balances.has(account) && row[3] !== "0")
      problem(`saldos.csv diz ${row[3]} centavos na conta ${account}, que não tem lançamento`);
}

function summary(manifest, log, money, received) {
  const isPart = manifest.parcial === true;
  const rest = isPart ? "recorte: o que falta não foi conferido" : `${money.balances.size} saldos conferem`;
  const given = `${received || "nenhum"} checkpoint recebido à parte`;
  return `${log.count} eventos conferem com a raiz assinada de ${manifest.tamanho}; ${money.entries} lançamentos somam zero; ${rest}; ${given}`;
}
