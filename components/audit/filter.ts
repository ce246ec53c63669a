import {
  createLoader,
  createSerializer,
  type inferParserType,
  parseAsArrayOf,
  parseAsIsoDate,
  parseAsIsoDateTime,
  parseAsString,
  parseAsStringLiteral,
} from "nuqs/server";
import type { SubjectType } from "#server/kernel/event-vocabulary";
import { daysOf, type Period, periods } from "../operations/filter";

/** Where an act came from, in the address's words. */
export const sources = { tela: "user", api: "token", trabalho: "job", sistema: "system" } as const;
export const sourceKeys = Object.keys(sources) as (keyof typeof sources)[];

/** What each kind of subject is called in the address. */
export const subjectKinds = {
  operacao: "operation",
  arquivo: "upload",
  fundo: "fund",
  pessoa: "user",
  revisao: "review_bulk",
  estorno: "reversal",
  correcao_preco: "repricing",
  token: "token",
  acesso: "access_request",
  entrada: "sign_in",
  modelo: "import_layout",
  aviso_anbima: "price_notice",
  guarda: "retention",
  visao: "view",
  aviso: "notification",
  exportacao: "export",
  evento: "audit_event",
  trilha: "audit_log",
} as const satisfies Record<string, SubjectType>;
export const subjectKindKeys = Object.keys(subjectKinds) as (keyof typeof subjectKinds)[];

/** The address of a list of events: short, in Portuguese, stable. */
export const filterParsers = {
  quem: parseAsString,
  origem: parseAsStringLiteral(sourceKeys),
  acao: parseAsArrayOf(parseAsString),
  tipo: parseAsStringLiteral(subjectKindKeys),
  objeto: parseAsString,
  fundo: parseAsArrayOf(parseAsString),
  periodo: parseAsStringLiteral(periods),
  de: parseAsIsoDate,
  ate: parseAsIsoDate,
  desde: parseAsIsoDateTime,
  antes: parseAsIsoDateTime,
  motivo: parseAsString,
  campo: parseAsString,
  pedido: parseAsString,
};
export const placeParsers = { evento: parseAsString, v: parseAsString };
export const loadFilter = createLoader(filterParsers);
export const queryOf = createSerializer(filterParsers);

export type Filter = inferParserType<typeof filterParsers>;
export const filterKeys = Object.keys(filterParsers) as (keyof Filter)[];
export const noFilter = Object.fromEntries(filterKeys.map((key) => [key, null])) as unknown as Filter;

export function isFiltered(filter: Filter): boolean {
  return filterKeys.some((key) => filter[key] !== null);
}

/** What the address asks for, as the server's procedures take it. */
export function toInput(filter: Filter) {
  const days = filter.periodo ? daysOf(filter.periodo as Period) : null;
  const day = (date: Date | null) => date?.toISOString().slice(0, 10);
  return {
    actorId: filter.quem,
    actorKind: filter.origem ? sources[filter.origem] : null,
    actions: filter.acao?.length ? [...filter.acao] : null,
    subjectType: filter.tipo ? subjectKinds[filter.tipo] : null,
    subjectId: isUuid(filter.objeto) ? filter.objeto : null,
    fundCodes: filter.fundo?.length ? [...filter.fundo] : null,
    from: day(filter.de) ?? days?.from ?? null,
    to: day(filter.ate) ?? days?.to ?? null,
    since: filter.desde?.toISOString() ?? null,
    until: filter.antes?.toISOString() ?? null,
    reason: filter.motivo?.trim() || null,
    field: filter.campo?.trim() || null,
    requestId: filter.pedido?.trim() || null,
  };
}

function isUuid(text: string | null): boolean {
  return text !== null && /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i.test(text);
}
