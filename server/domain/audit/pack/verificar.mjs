#!/usr/bin/env node
// Confere, sem rede e sem o Lastro, um pacote exportado da trilha de auditoria. Só usa módulos do Node (20 ou mais novo).
//   node verificar.mjs PASTA [--checkpoint ARQUIVO] [--chave ARQUIVO]
//   node verificar.mjs PROVA.json [...]: a prova de um só evento
// Sai com 0 se tudo confere; com 1 no primeiro problema de cada tipo, dizendo em que evento; com 2 se não pôde ler,
// e então diz qual arquivo, e que linha dele, não está na forma em que o Lastro escreve: é a única que se aceita.
import { createHash, createPublicKey, verify } from "node:crypto";
import { createReadStream, lstatSync, readFileSync, statSync } from "node:fs";
import path from "node:path";
import { pathToFileURL } from "node:url";
import { parseArgs } from "node:util";

let problems = [];
const problem = (text, seq) => problems.push(seq === undefined ? text : `evento #${seq}: ${text}`);
const refuse = (text) => {
  throw new Error(text);
};
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
  const what = statSync(folder, { throwIfNoEntry: false }) ?? refuse(`não existe ${folder}`);
  const said = what.isDirectory() ? await check(folder, options) : checkProof(folder, options);
  return { said, problems };
}

async function main() {
  try {
    const { positionals, values } = parseArgs({
      allowPositionals: true,
      options: { checkpoint: { type: "string", multiple: true }, chave: { type: "string" } },
    });
    if (positionals.length !== 1) refuse("diga o que conferir: node verificar.mjs PASTA ou PROVA.json");
    const { said } = await verificar(positionals[0], values);
    for (const text of problems.slice(0, 20)) console.log(`✗ ${text}`);
    if (problems.length > 20) console.log(`  e mais ${problems.length - 20}`);
    console.log(problems.length === 0 ? `✓ ${said}` : "NÃO confere.");
    process.exitCode = problems.length === 0 ? 0 : 1;
  } catch (error) {
    console.error(`não pôde conferir: ${error.message}`);
    process.exitCode = 2;
  }
}

async function check(folder, options) {
  const file = (name) => path.join(folder, name);
  const manifest = readManifest(file("manifesto.json"));
  for (const [name, told] of Object.entries(manifest.arquivos)) {
    const found = await measure(file(name));
    if (found.sha256 !== told.sha256 || found.bytes !== told.bytes)
      problem(`${name} não é o arquivo que o manifesto descreve`);
  }
  const key = readKey(readText(options.chave ?? file("chave.pub")));
  const kept = readNotes("checkpoints.txt", readText(file("checkpoints.txt")), key);
  const received = readReceived(options, key);
  const log = await readEvents(file("eventos.ndjson"), manifest, kept, received);
  const money = await readPostings(file("lancamentos.ndjson"), log, manifest.parcial);
  if (!manifest.parcial) compareBalances(readText(file("saldos.csv")), money);
  if (manifest.eventos !== log.count || manifest.lancamentos !== money.entries)
    problem("o manifesto conta outros eventos ou lançamentos do que os que vêm no pacote");
  const rest = manifest.parcial
    ? "recorte: o que falta não foi conferido"
    : `${money.balances.size} saldos conferem`;
  const given = `${received.length || "nenhum"} checkpoint recebido à parte`;
  return `${log.count} eventos conferem com a raiz assinada de ${manifest.tamanho}; ${money.entries} lançamentos somam zero; ${rest}; ${given}`;
}

function readManifest(name) {
  const manifest = exactJson(readText(name), "manifesto.json");
  if (manifest?.formato !== "lastro-trilha/1") refuse("o formato não é lastro-trilha/1");
  const names = [
    "formato",
    "geradoEm",
    "tamanho",
    "raiz",
    "parcial",
    "recorte",
    "eventos",
    "lancamentos",
    "arquivos",
  ];
  const files = ["eventos.ndjson", "lancamentos.ndjson", "checkpoints.txt", "chave.pub"];
  if (manifest.parcial === false) files.push("saldos.csv");
  const isWhole =
    hasKeys(manifest, names) &&
    typeof manifest.parcial === "boolean" &&
    [manifest.tamanho, manifest.eventos, manifest.lancamentos].every(isCount) &&
    bytesOf(manifest.raiz, 32) !== null &&
    hasKeys(manifest.arquivos, files) &&
    Object.values(manifest.arquivos).every(
      (told) =>
        hasKeys(told, ["sha256", "bytes"]) && /^[0-9a-f]{64}$/.test(told.sha256) && isCount(told.bytes),
    );
  return isWhole ? manifest : refuse("manifesto.json não diz o que um pacote diz");
}

function checkProof(name, options) {
  const proof = exactJson(readText(name), path.basename(name));
  if (proof?.formato !== "lastro-prova/1") refuse("o formato não é lastro-prova/1");
  const { evento: event, checkpoint, lancamentos } = proof;
  const steps = Array.isArray(event?.caminho) ? event.caminho.map((step) => bytesOf(step, 32)) : [null];
  if (!isCount(event?.seq) || !isText(event.canonical) || steps.includes(null))
    refuse("a prova não diz o que uma prova diz");
  if (!isText(checkpoint) || !isText(proof.chave) || !(lancamentos == null || isText(lancamentos)))
    refuse("a prova não traz checkpoint e chave");
  const key = readKey(options.chave ? readText(options.chave) : proof.chave);
  const notes = readNotes("a prova", checkpoint, key);
  if (notes.length !== 1) refuse("a prova não traz um checkpoint");
  const [{ size, root }] = notes;
  const { seq, canonical } = event;
  if (!rootFromPath(leafOf(canonical), seq, size, steps)?.equals(root))
    problem("a prova não leva à raiz assinada", seq);
  const told = readEvent(canonical, seq)?.postings;
  if (typeof told === "string" && sha256(lancamentos ?? "").toString("hex") !== told)
    problem("os lançamentos não são os que o evento prende", seq);
  const received = readReceived(options, key);
  compareRoots(received, notes, size);
  const given = received.length > 0 ? "; o checkpoint recebido à parte diz o mesmo" : "";
  return `o evento #${seq} está no registro cuja raiz de ${size} eventos esta chave assinou${given}`;
}

// Leitura: uma só forma é aceita, a que o Lastro escreve, para que duas pessoas não leiam dos mesmos bytes duas coisas.
function readText(name) {
  const bytes = readFileSync(plainFile(name));
  try {
    return new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch {
    refuse(`${path.basename(name)} não é UTF-8`);
  }
}

// Um atalho ou uma fila no lugar de um arquivo leria outra coisa, ou para sempre.
function plainFile(name) {
  const found =
    lstatSync(name, { throwIfNoEntry: false }) ?? refuse(`falta o arquivo ${path.basename(name)}`);
  return found.isFile() ? name : refuse(`${path.basename(name)} não é um arquivo comum`);
}

async function measure(name) {
  const hash = createHash("sha256");
  let bytes = 0;
  for await (const chunk of createReadStream(plainFile(name))) {
    hash.update(chunk);
    bytes += chunk.length;
  }
  return { sha256: hash.digest("hex"), bytes };
}

const deepest = 64;
function isDeep(text) {
  // Quase nenhum texto tem tantos colchetes que valha a pena olhar de perto.
  if (text.split(/[[{]/, deepest + 2).length <= deepest + 1) return false;
  let depth = 0;
  for (const [mark] of text.matchAll(/"(?:[^"\\]+|\\.)*"?|[[{}\]]/gs)) {
    if (mark === "[" || mark === "{") depth += 1;
    else if (mark === "]" || mark === "}") depth -= 1;
    if (depth > deepest) return true;
  }
  return false;
}

/** JSON de um documento inteiro: sem chave repetida, sem fração, sem metade de um caractere, sem nada em volta. */
function exactJson(text, name) {
  const body = text.endsWith("\n") ? text.slice(0, -1) : text;
  let value;
  try {
    if (isDeep(body) || /"\d+":/.test(body)) refuse();
    value = JSON.parse(body, (_, item) => (isExact(item) ? item : refuse()));
  } catch {
    refuse(`${name} não é JSON na forma exata`);
  }
  const isSame = [undefined, 2].some((indent) => JSON.stringify(value, null, indent) === body);
  return isSame ? value : refuse(`${name} não é JSON na forma exata`);
}
function isExact(item) {
  if (typeof item === "number") return Number.isSafeInteger(item);
  if (typeof item === "string") return item.isWellFormed();
  return item === null || typeof item !== "object" || Object.keys(item).every((name) => name.isWellFormed());
}
const isText = (value) => typeof value === "string" && value.isWellFormed();
const isCount = (value) => Number.isSafeInteger(value) && value >= 0;
const hasKeys = (value, names) =>
  value !== null &&
  typeof value === "object" &&
  !Array.isArray(value) &&
  Object.keys(value).sort().join() === [...names].sort().join();

/** Base64 de exatamente tantos bytes, ou nulo. */
function bytesOf(text, length) {
  if (typeof text !== "string") return null;
  const bytes = Buffer.from(text, "base64");
  return bytes.length === length && bytes.toString("base64") === text ? bytes : null;
}

// nome+hash+base64(tipo, 32 bytes): a forma em que registros de transparência escrevem chaves.
function readKey(text) {
  const [, name, id, encoded] = /^([^+ \n]+)\+([0-9a-f]{8})\+([A-Za-z0-9+/]{44})\n?$/.exec(text) ?? [];
  const typed = bytesOf(encoded, 33);
  if (typed === null || typed[0] !== 1) refuse("a chave não é Ed25519");
  const keyHash = sha256(`${name}\n`, typed).subarray(0, 4);
  if (keyHash.toString("hex") !== id) refuse("a chave não é a que o seu nome diz");
  const der = Buffer.concat([Buffer.from("302a300506032b6570032100", "hex"), typed.subarray(1)]);
  return { name, keyHash, object: createPublicKey({ key: der, format: "der", type: "spki" }) };
}

function readNotes(name, text, key) {
  const form =
    /(([^\n]+)\n(0|[1-9][0-9]{0,14})\n([A-Za-z0-9+/]{43}=)\n)\n— ([^ \n]+) ([A-Za-z0-9+/]{91}=)\n+/y;
  const notes = [];
  while (form.lastIndex < text.length) {
    const match = form.exec(text) ?? refuse(`o ${notes.length + 1}º checkpoint de ${name} é ilegível`);
    const [, body, origin, size, encodedRoot, signer, encoded] = match;
    const [root, signature] = [bytesOf(encodedRoot, 32), bytesOf(encoded, 68)];
    const isSigned =
      root !== null &&
      signature !== null &&
      origin === "lastro/auditoria" &&
      signer === key.name &&
      signature.subarray(0, 4).equals(key.keyHash) &&
      verify(null, Buffer.from(body), key.object, signature.subarray(4));
    if (!isSigned) problem(`o checkpoint de ${size} eventos não tem assinatura válida desta chave`);
    notes.push({ size: Number(size), root: root ?? Buffer.alloc(32) });
  }
  return notes;
}

/** O que veio por correio: linhas de outro sistema e espaço em volta não contam. */
function readReceived(options, key) {
  return (options.checkpoint ?? []).flatMap((name) => {
    const text = readText(name)
      .replace(/\r\n/g, "\n")
      .replace(/^[\uFEFF\n ]+|[\n ]+$/g, "");
    return readNotes(path.basename(name), `${text}\n`, key);
  });
}

const longestLine = 16 * 1024 * 1024;
/** Cada linha com o seu número; a última também termina. */
async function* linesOf(name) {
  const base = path.basename(name);
  let [number, rest] = [0, Buffer.alloc(0)];
  for await (const chunk of createReadStream(plainFile(name))) {
    let bytes = rest.length > 0 ? Buffer.concat([rest, chunk]) : chunk;
    for (let end = bytes.indexOf(10); end >= 0; end = bytes.indexOf(10)) {
      number += 1;
      yield { number, line: bytes.subarray(0, end) };
      bytes = bytes.subarray(end + 1);
    }
    rest = bytes;
    if (rest.length > longestLine) refuse(`a linha ${number + 1} de ${base} é grande demais`);
  }
  if (rest.length > 0) refuse(`a linha ${number + 1} de ${base} não está na forma exata`);
}

/** Os objetos de um arquivo, um por linha, com essas chaves nessa ordem. */
async function* recordsOf(name, isRecord, names) {
  const utf8 = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true });
  for await (const { number, line } of linesOf(name)) {
    let record;
    try {
      const text = utf8.decode(line);
      record = JSON.parse(text);
      if (
        !isRecord(record) ||
        JSON.stringify(Object.fromEntries(names.map((key) => [key, record[key]]))) !== text
      )
        refuse();
    } catch {
      refuse(`a linha ${number} de ${path.basename(name)} não está na forma exata`);
    }
    yield record;
  }
}

async function readEvents(name, manifest, kept, received) {
  const isPart = manifest.parcial;
  const log = { count: 0, money: new Map() };
  const newest = kept.at(-1);
  if (!newest) problem("não há checkpoint assinado");
  if (kept.some(({ size }, at) => at > 0 && size <= kept[at - 1].size))
    problem("os checkpoints não estão em ordem");
  if (newest && (newest.size !== manifest.tamanho || newest.root.toString("base64") !== manifest.raiz))
    problem("o manifesto e o último checkpoint dizem tamanhos ou raízes diferentes");
  if (isPart) compareRoots(received, kept, manifest.tamanho);
  const signed = isPart
    ? []
    : [
        ...kept.map((c) => ({ ...c, from: "do pacote" })),
        ...received.map((c) => ({ ...c, from: "recebido à parte" })),
      ].sort((a, b) => a.size - b.size);
  const isEvent = (line) =>
    isCount(line?.seq) &&
    isText(line.canonical) &&
    (!isPart || (Array.isArray(line.caminho) && line.caminho.every((step) => bytesOf(step, 32) !== null)));
  const roots = [];
  let [next, before] = [0, -1];
  for await (const { seq, canonical, caminho } of recordsOf(name, isEvent, [
    "seq",
    "canonical",
    ...(isPart ? ["caminho"] : []),
  ])) {
    const leaf = leafOf(canonical);
    if (isPart) {
      if (seq <= before) problem("os eventos não estão em ordem", seq);
      before = seq;
      const steps = caminho.map((step) => bytesOf(step, 32));
      if (!newest || !rootFromPath(leaf, seq, newest.size, steps)?.equals(newest.root))
        problem("a prova não leva à raiz assinada", seq);
    } else {
      if (seq !== log.count) {
        problem(`esperava-se o evento #${log.count}`, seq);
        return log;
      }
      while (signed[next]?.size === log.count) compareRoot(signed[next++], roots);
      append(roots, log.count, leaf);
    }
    log.count += 1;
    remember(log.money, seq, canonical);
  }
  while (signed[next]?.size === log.count) compareRoot(signed[next++], roots);
  if (signed[next])
    problem(
      `falta o fim: um checkpoint ${signed[next].from} cobre ${signed[next].size} eventos, há ${log.count}`,
      log.count,
    );
  if (!isPart && newest && log.count !== newest.size)
    problem(
      `há ${log.count} eventos, o último checkpoint cobre ${newest.size}`,
      Math.min(log.count, newest.size),
    );
  return log;
}

function append(roots, size, leaf) {
  let right = leaf;
  for (let rest = size; rest % 2 === 1; rest = (rest - 1) / 2) right = nodeOf(roots.pop(), right);
  roots.push(right);
}

function compareRoot({ size, root, from }, roots) {
  const own = roots.length === 0 ? sha256("") : roots.reduceRight((right, left) => nodeOf(left, right));
  if (!own.equals(root))
    problem(`os primeiros ${size} eventos não dão a raiz do checkpoint ${from}`, Math.max(size - 1, 0));
}

/** Sem todos os eventos, um checkpoint recebido só se compara com um assinado do mesmo tamanho. */
function compareRoots(received, kept, size) {
  for (const other of received) {
    const same = kept.find((one) => one.size === other.size);
    if (same && !same.root.equals(other.root))
      problem(`o checkpoint recebido à parte diz outra raiz para ${other.size} eventos`);
    if (!same && other.size > size)
      problem(
        `falta o fim: um checkpoint recebido à parte cobre ${other.size} eventos, aqui há prova de ${size}`,
      );
    if (!same && other.size <= size)
      problem(
        `não há aqui um checkpoint de ${other.size} eventos com que comparar o que foi recebido à parte`,
      );
  }
}

// RFC 9162, 2.1.3.2.
function rootFromPath(leaf, index, size, path) {
  if (index >= size) return null;
  let root = leaf;
  let [at, last] = [index, size - 1];
  for (const sibling of path) {
    if (last === 0) return null;
    if (at % 2 === 1 || at === last) {
      root = nodeOf(sibling, root);
      while (at % 2 === 0 && at > 0) [at, last] = [at / 2, Math.floor(last / 2)];
    } else root = nodeOf(root, sibling);
    [at, last] = [Math.floor(at / 2), Math.floor(last / 2)];
  }
  return last === 0 ? root : null;
}

function readEvent(canonical, seq) {
  try {
    const event = isDeep(canonical) ? null : JSON.parse(canonical);
    if (typeof event !== "object" || Array.isArray(event)) throw new Error();
    const { postings, id, action, subject, fund } = event;
    const isMoney = typeof postings === "string";
    if (isMoney && ![id, action, subject.id].every((text) => typeof text === "string")) throw new Error();
    return { postings, id, action, subject: subject?.id, fund: fund ?? null };
  } catch {
    problem("os bytes do evento não são os de um evento", seq);
    return null;
  }
}

function remember(money, seq, canonical) {
  const event = readEvent(canonical, seq);
  if (typeof event?.postings !== "string") return;
  if (money.has(event.id)) problem("o mesmo evento vem duas vezes", seq);
  else money.set(event.id, { ...event, seq });
}

async function readPostings(name, { money }, isPart) {
  const [seen, executed, balances, funds] = [new Set(), new Map(), new Map(), new Map()];
  let entries = 0;
  const isEntry = (line) =>
    isText(line?.evento) && (line.fundo === null || isText(line.fundo)) && isText(line.canonical);
  for await (const { evento, fundo, canonical } of recordsOf(name, isEntry, [
    "evento",
    "fundo",
    "canonical",
  ])) {
    entries += 1;
    const told = money.get(evento);
    if (!told) {
      problem(
        `há lançamentos do evento ${JSON.stringify(evento)}, que não está no pacote ou não moveu dinheiro`,
      );
      continue;
    }
    if (seen.has(evento)) problem("os seus lançamentos vêm duas vezes", told.seq);
    seen.add(evento);
    const postings = readEntry(canonical);
    if (postings === null || sha256(canonical).toString("hex") !== told.postings || fundo !== told.fund) {
      problem("os lançamentos não são os que o evento prende", told.seq);
      continue;
    }
    if (told.action === "operation.execute") {
      if (executed.has(told.subject))
        problem(`a operação já fora executada no evento #${executed.get(told.subject)}`, told.seq);
      executed.set(told.subject, told.seq);
    }
    let sum = 0n;
    for (const { account, after, amount, seq } of postings) {
      sum += amount;
      // Num recorte faltam lançamentos no meio; no todo cada saldo continua o anterior.
      if (!isPart) {
        if (seq < (funds.get(fundo) ?? 0n)) problem("os lançamentos do fundo não estão em ordem", told.seq);
        funds.set(fundo, seq);
        if ((balances.get(account) ?? 0n) + amount !== after)
          problem(`o saldo da conta ${account} não continua o anterior`, told.seq);
      }
      balances.set(account, after);
    }
    if (sum !== 0n) problem("as partidas não somam zero", told.seq);
  }
  for (const [id, { seq }] of money) if (!seen.has(id)) problem("faltam os seus lançamentos", seq);
  return { entries, balances };
}

/** As partidas de um lançamento, na sua única forma, com inteiros que passam do que um número guarda; ou nulo. */
function readEntry(canonical) {
  const integer = "(0|-?[1-9][0-9]{0,18})";
  const posting = `\\{"account":"([0-9a-f-]{36})","after":${integer},"amount":${integer},"seq":${integer}\\}`;
  if (!new RegExp(`^\\[(?:${posting}(?:,${posting})*)?\\]$`).test(canonical)) return null;
  return [...canonical.matchAll(new RegExp(posting, "g"))].map(([, account, after, amount, seq]) => ({
    account,
    after: BigInt(after),
    amount: BigInt(amount),
    seq: BigInt(seq),
  }));
}

function compareBalances(text, { balances }) {
  const [header, ...rows] = text.split("\n");
  const told = new Map();
  if (header !== "fundo;conta_id;conta;saldo_centavos" || rows.pop() !== "")
    refuse("saldos.csv não está na forma exata");
  for (const [at, row] of rows.entries()) {
    const [, account, cents] =
      /^[^;\n\r"]+;([0-9a-f-]{36});[^;\n\r"]+;(0|-?[1-9][0-9]{0,18})$/.exec(row) ?? [];
    if (account === undefined || told.has(account))
      refuse(`a linha ${at + 2} de saldos.csv não está na forma exata`);
    told.set(account, BigInt(cents));
  }
  for (const [account, cents] of balances)
    if (told.get(account) !== cents)
      problem(
        `saldos.csv diz ${told.get(account) ?? "nenhum"} centavos na conta ${account}, os lançamentos ${cents}`,
      );
  for (const [account, cents] of told)
    if (!balances.has(account) && cents !== 0n)
      problem(`saldos.csv diz ${cents} centavos na conta ${account}, que não tem lançamento`);
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? "").href) await main();
