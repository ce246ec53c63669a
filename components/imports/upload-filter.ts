import { createLoader, parseAsString, parseAsStringLiteral } from "nuqs/server";
import type { UploadState } from "#server/domain/imports/queries";

export const standings = ["abertos", "processando", "concluidos", "recusados"] as const;
export const outcomes = ["rejeitadas", "repetidas", "sem_erros", "correcoes"] as const;

/** The address of a list of files: short, in Portuguese, stable. */
export const uploadFilterParsers = {
  q: parseAsString,
  situacao: parseAsStringLiteral(standings),
  resultado: parseAsStringLiteral(outcomes),
  autor: parseAsStringLiteral(["eu"]),
  fundo: parseAsString,
};
export const loadUploadFilter = createLoader(uploadFilterParsers);

export type UploadFilter = {
  q: string | null;
  situacao: (typeof standings)[number] | null;
  resultado: (typeof outcomes)[number] | null;
  autor: "eu" | null;
  fundo: string | null;
};

const states: Record<(typeof standings)[number], UploadState[]> = {
  abertos: ["RECEIVING", "AWAITING_CONFIRMATION", "PREVIEWED"],
  processando: ["SPLITTING", "STAGING", "ACCEPTING", "PROCESSING", "STOPPING"],
  concluidos: ["DONE"],
  recusados: ["REFUSED", "CANCELLED"],
};
const outcomeOf = {
  rejeitadas: "rejected",
  repetidas: "duplicate",
  sem_erros: "clean",
  correcoes: "correction",
} as const satisfies Record<(typeof outcomes)[number], string>;

/** What the address asks for, as the server takes it. */
export function toUploadInput(filter: UploadFilter) {
  return {
    states: filter.situacao ? states[filter.situacao] : null,
    outcome: filter.resultado ? outcomeOf[filter.resultado] : null,
    isOwn: filter.autor === "eu",
    fundCode: filter.fundo,
    text: filter.q?.trim() || null,
  };
}
