import { createLoader, parseAsIsoDate, parseAsString, parseAsStringLiteral } from "nuqs/server";
import { statuses, statusKeys } from "./statuses";

/** The address of a list of operations: short, in Portuguese, stable. */
export const filterParsers = {
  q: parseAsString,
  status: parseAsStringLiteral(statusKeys),
  fundo: parseAsString,
  arquivo: parseAsString,
  de: parseAsIsoDate,
  ate: parseAsIsoDate,
};
export const loadFilter = createLoader(filterParsers);

export type Filter = {
  q: string | null;
  status: (typeof statusKeys)[number] | null;
  fundo: string | null;
  arquivo: string | null;
  de: Date | null;
  ate: Date | null;
};

/** What the address asks for, as the server's procedures take it. */
export function toInput(filter: Filter) {
  const status: { states?: readonly string[]; waitReasons?: readonly string[] } = filter.status
    ? statuses[filter.status]
    : {};
  return {
    states: status.states ? [...(status.states as readonly ["EXECUTED"])] : null,
    waitReasons: status.waitReasons ? [...(status.waitReasons as readonly ["IN_REVIEW"])] : null,
    fundCode: filter.fundo,
    uploadId: isUuid(filter.arquivo) ? filter.arquivo : null,
    text: filter.q?.trim() || null,
    from: filter.de?.toISOString().slice(0, 10) ?? null,
    to: filter.ate?.toISOString().slice(0, 10) ?? null,
  };
}

function isUuid(text: string | null): boolean {
  return text !== null && /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i.test(text);
}
