import { parseArgs } from "node:util";

export const parts = ["10k", "execucao", "1m", "listas", "auditoria", "telas", "prova", "decisoes"] as const;
export type Part = (typeof parts)[number];

export type Options = {
  readonly parts: readonly Part[];
  /** Small sizes and one repetition: shows that everything runs, measures nothing. */
  readonly isQuick: boolean;
  readonly isJson: boolean;
  readonly repeats: number;
};

export const usage = `Uso: npm run bench -- [opções]
  --so 10k,execucao,1m,listas,auditoria,telas,prova,decisoes  só estas partes
  --rapido              tamanhos pequenos, uma vez cada: mostra que tudo roda, não mede
  --json                as figuras em JSON na saída padrão

  BENCH_DATABASE_OWNER_URL mede num PostgreSQL seu; sem ela, num que é criado e apagado.`;

export class UsageError extends Error {}

export function readOptions(args: readonly string[]): Options {
  const { values } = parseArgs({
    args: [...args],
    options: {
      so: { type: "string" },
      rapido: { type: "boolean" },
      json: { type: "boolean" },
      ajuda: { type: "boolean" },
    },
  });
  if (values.ajuda) throw new UsageError(usage);
  const isQuick = values.rapido === true;
  return { parts: chooseParts(values.so), isQuick, isJson: values.json === true, repeats: isQuick ? 1 : 3 };
}

function chooseParts(given: string | undefined): readonly Part[] {
  if (given === undefined) return parts;
  const chosen = given.split(",").map((word) => word.trim());
  const unknown = chosen.find((word) => !parts.some((part) => part === word));
  if (unknown !== undefined)
    throw new UsageError(`Parte desconhecida: ${unknown}. Existem: ${parts.join(", ")}`);
  return parts.filter((part) => chosen.includes(part));
}
