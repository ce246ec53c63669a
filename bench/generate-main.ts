import { once } from "node:events";
import { createWriteStream } from "node:fs";
import { mkdir, writeFile } from "node:fs/promises";
import path from "node:path";
import type { Writable } from "node:stream";
import { parseArgs } from "node:util";
import { addBusinessDays, isDay, localDay } from "#server/kernel/business-day";
import { universe } from "#server/sandbox/anbima/universe";
import { type GenerateOptions, generateOperations } from "./generate/operations";
import { demoFundCodes, makeSamples, makeTemplateWorkbook, templateWorkbook } from "./generate/samples";

const usage = `Uso: npm run generate -- operacoes N [opções]     escreve um arquivo de N operações
     npm run generate -- amostras [--saida PASTA]  escreve de novo public/samples

  --seed S            o mesmo S, o mesmo arquivo (1)
  --fundos A,B        códigos dos fundos (${demoFundCodes.join(",")})
  --datas D           quantos dias úteis (3)
  --ate AAAA-MM-DD    último dia (o dia útil antes de hoje)
  --ruins K           quantas das N linhas têm erro (0)
  --encoding cp1252   em vez de utf-8
  --saida ARQUIVO     em vez da saída padrão`;

class UsageError extends Error {}

async function main(): Promise<void> {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: {
      seed: { type: "string", default: "1" },
      fundos: { type: "string", default: demoFundCodes.join(",") },
      datas: { type: "string", default: "3" },
      ate: { type: "string" },
      ruins: { type: "string", default: "0" },
      encoding: { type: "string", default: "utf-8" },
      saida: { type: "string" },
    },
  });
  const [what, count] = positionals;
  if (what === "amostras") return writeSamples(values.saida ?? "public/samples");
  if (what !== "operacoes") throw new UsageError("Diga o que gerar: operacoes ou amostras.");
  const isCp1252 = /^(cp-?1252|windows-1252|latin1|iso-8859-1)$/i.test(values.encoding);
  if (!isCp1252 && !/^utf-?8$/i.test(values.encoding)) throw new UsageError("--encoding é utf-8 ou cp1252.");
  const options: GenerateOptions = {
    count: wholeNumber(count, "N", 0),
    seed: wholeNumber(values.seed, "--seed", 0),
    fundCodes: values.fundos
      .split(",")
      .map((code) => code.trim().toUpperCase())
      .filter(Boolean),
    days: businessDays(values.ate, wholeNumber(values.datas, "--datas", 1)),
    assets: universe,
    badRows: wholeNumber(values.ruins, "--ruins", 0),
    idPrefix: isCp1252 ? "OPERAÇÃO" : "OP",
  };
  if (options.fundCodes.length === 0) throw new UsageError("--fundos não pode ser vazio.");
  if ((options.badRows ?? 0) > options.count) throw new UsageError("--ruins não pode passar de N.");
  const out = values.saida ? createWriteStream(values.saida) : process.stdout;
  await writeLines(out, generateOperations(options), isCp1252 ? "latin1" : "utf8");
  if (values.saida) {
    out.end();
    await once(out, "close");
    console.error(`${options.count} operações em ${values.saida}`);
  }
}

/** Writes in large pieces and waits while the reader is slower than the generator. */
async function writeLines(out: Writable, lines: Iterable<string>, encoding: BufferEncoding): Promise<void> {
  let piece: string[] = [];
  for (const line of lines) {
    piece.push(line);
    if (piece.length < 4_096) continue;
    if (!out.write(`${piece.join("\n")}\n`, encoding)) await once(out, "drain");
    piece = [];
  }
  if (piece.length > 0) out.write(`${piece.join("\n")}\n`, encoding);
}

async function writeSamples(folder: string): Promise<void> {
  await mkdir(folder, { recursive: true });
  for (const { name, encoding, text } of makeSamples()) {
    await writeFile(path.join(folder, name), text, encoding === "utf-8" ? "utf8" : "latin1");
    console.error(path.join(folder, name));
  }
  await writeFile(path.join(folder, templateWorkbook), makeTemplateWorkbook());
  console.error(path.join(folder, templateWorkbook));
}

/** The last business days up to one, in order. By default only days whose prices are out by now. */
function businessDays(until: string | undefined, count: number): string[] {
  if (until !== undefined && !isDay(until)) throw new UsageError("--ate é uma data AAAA-MM-DD.");
  const last = until === undefined ? addBusinessDays(localDay(new Date()), -1) : addBusinessDays(until, 0);
  return Array.from({ length: count }, (_, i) =>
    i === count - 1 ? last : addBusinessDays(last, i - count + 1),
  );
}

function wholeNumber(text: string | undefined, name: string, min: number): number {
  const value = Number((text ?? "").replaceAll("_", ""));
  if (text === undefined || !/^[\d_]{1,12}$/.test(text) || value < min) {
    throw new UsageError(`${name} é um número inteiro a partir de ${min}.`);
  }
  return value;
}

// Whoever reads the pipe may have had enough (`| head`).
process.stdout.on("error", (error: NodeJS.ErrnoException) => {
  if (error.code !== "EPIPE") throw error;
  process.exit(0);
});

try {
  await main();
} catch (error) {
  const isUsage =
    error instanceof UsageError || (error as { code?: string }).code?.startsWith("ERR_PARSE_ARGS");
  if (!isUsage) throw error;
  console.error(`${(error as Error).message}\n\n${usage}`);
  process.exitCode = 2;
}
