import { parseTokens, plain, type Token } from "../data-grid/tokens";
import { type Filter, periods, sides, toCents, toDate } from "./filter";
import { statusKeys } from "./statuses";

const known = [
  "status",
  "situacao",
  "fundo",
  "tipo",
  "ativo",
  "classe",
  "motivo",
  "valor",
  "data",
  "periodo",
  "arquivo",
];
const classes = ["fidc", "cri-cra", "debentures", "titulos-publicos"] as const;

/**
 * What a person typed, as filters: tokens become chips, the rest is the text. What cannot be read is
 * told and stays where it was typed.
 */
export function readTokens(text: string): { change: Partial<Filter>; rest: string; unread: string[] } {
  const { tokens, rest } = parseTokens(text, known);
  const change: Partial<Filter> = {};
  const unread: string[] = [];
  for (const token of tokens) {
    const part = readToken(token, change);
    if (part) Object.assign(change, part);
    else unread.push(token.raw);
  }
  return { change, rest: [rest, ...unread].filter(Boolean).join(" "), unread };
}

function readToken(token: Token, soFar: Partial<Filter>): Partial<Filter> | null {
  const { key, value } = token;
  if (key === "status" || key === "situacao") {
    const found = value
      .split(",")
      .map((one) => statusKeys.find((status) => plain(one).replaceAll(" ", "_") === status));
    if (found.some((one) => one === undefined)) return null;
    return { status: [...new Set([...(soFar.status ?? []), ...(found as (typeof statusKeys)[number][])])] };
  }
  if (key === "fundo")
    return { fundo: [...new Set([...(soFar.fundo ?? []), ...value.toUpperCase().split(",")])] };
  if (key === "tipo") {
    const side = sides.find((one) => one.startsWith(plain(value)));
    return side ? { tipo: side } : null;
  }
  if (key === "ativo") return { ativo: value.toUpperCase() };
  if (key === "classe") {
    const found = classes.find((one) => one === plain(value));
    return found ? { classe: [...new Set([...(soFar.classe ?? []), found])] } : null;
  }
  if (key === "motivo") return { motivo: value };
  if (key === "arquivo") return { arquivo: value };
  if (key === "periodo") {
    const period = periods.find((one) => one === plain(value));
    return period ? { periodo: period, de: null, ate: null } : null;
  }
  return key === "valor" ? readAmount(token, soFar) : readDay(token, soFar);
}

function readAmount({ operator, value }: Token, soFar: Partial<Filter>): Partial<Filter> | null {
  const before = soFar.valor ?? { min: null, max: null };
  if (value.includes("..")) {
    const [min = "", max = ""] = value.split("..");
    const ends = { min: min ? toCents(min) : null, max: max ? toCents(max) : null };
    const isRead = (!min || ends.min !== null) && (!max || ends.max !== null) && (min || max);
    return isRead ? { valor: ends } : null;
  }
  const cents = toCents(value);
  if (cents === null) return null;
  if (operator === ">") return { valor: { ...before, min: cents + 1n } };
  if (operator === ">=") return { valor: { ...before, min: cents } };
  if (operator === "<") return { valor: { ...before, max: cents - 1n } };
  if (operator === "<=") return { valor: { ...before, max: cents } };
  return { valor: { min: cents, max: cents } };
}

const dayMs = 86_400_000;

function readDay({ operator, value }: Token, soFar: Partial<Filter>): Partial<Filter> | null {
  const period = periods.find((one) => one === plain(value));
  if (period) return { periodo: period, de: null, ate: null };
  const [first = "", last] = value.split("..");
  const from = readDate(first);
  const to = last === undefined ? from : readDate(last);
  if ((first && !from) || (last && !to) || (!from && !to)) return null;
  if (last !== undefined) return { de: from, ate: to, periodo: null };
  const kept = { periodo: null, de: soFar.de ?? null, ate: soFar.ate ?? null };
  const at = from!.getTime();
  if (operator === ">") return { ...kept, de: new Date(at + dayMs) };
  if (operator === ">=") return { ...kept, de: from };
  if (operator === "<") return { ...kept, ate: new Date(at - dayMs) };
  if (operator === "<=") return { ...kept, ate: from };
  return { de: from, ate: from, periodo: null };
}

/** `2026-12-01`, or as it is written in Brazil. */
function readDate(text: string): Date | null {
  const match = /^(\d{2})\/(\d{2})\/(\d{4})$/.exec(text);
  return toDate(match ? `${match[3]}-${match[2]}-${match[1]}` : text);
}
