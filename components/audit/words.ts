import { formatDay, formatInstant } from "../ui/format";
import { type Filter, subjectKindKeys, subjectKinds } from "./filter";

/** `audit` messages, in the browser or on the server. */
export type Words = { (key: never, values?: never): string; has(key: never): boolean };
type Named = { people: ReadonlyMap<string, string>; locale: string };

/** A filter as a person says it, one part a field, in the order of the bar. */
export function filterInWords(
  filter: Filter,
  t: Words,
  { people, locale }: Named,
): [field: keyof Filter, label: string, value: string][] {
  const say = (key: string, values?: Record<string, string>) => t(key as never, values as never);
  const parts: [keyof Filter, string, string][] = [];
  const add = (field: keyof Filter, value: string | null | undefined) => {
    if (value) parts.push([field, say(`filters.${field}`), value]);
  };
  add("quem", filter.quem && (people.get(filter.quem) ?? filter.quem.slice(0, 8)));
  add("origem", filter.origem && say(`sources.${filter.origem}`));
  add("acao", filter.acao?.map((action) => actionInWords(action, t)).join(", "));
  add("tipo", filter.tipo && say(`kinds.${filter.tipo}`));
  add("objeto", filter.objeto?.slice(0, 8));
  add("fundo", filter.fundo?.join(", "));
  add("periodo", periodInWords(filter, say, locale));
  add("motivo", filter.motivo);
  add("campo", filter.campo && fieldInWords(filter.campo, t));
  add("pedido", filter.pedido?.slice(0, 8));
  return parts;
}

/** How a name of code is written where the words are kept: dots mean something else there. */
export function messageKey(name: string): string {
  return name.replaceAll(/[.:]/g, "_");
}

export function actionInWords(action: string, t: Words): string {
  const key = `actions.${messageKey(action)}` as never;
  return t.has(key) ? t(key) : action;
}

/** A part of the system or a job that acted. */
export function partInWords(part: string, t: Words): string {
  const key = `parts.${messageKey(part)}` as never;
  return t.has(key) ? t(key) : part;
}

/** The address's name of a kind of subject, which its words are kept under too. */
export function kindOf(subjectType: string): string {
  return subjectKindKeys.find((kind) => subjectKinds[kind] === subjectType) ?? subjectType;
}

export function kindInWords(subjectType: string, t: Words): string {
  const key = `kinds.${kindOf(subjectType)}` as never;
  return t.has(key) ? t(key) : subjectType;
}

export function fieldInWords(field: string, t: Words): string {
  const key = `fields.${field}` as never;
  return t.has(key) ? t(key) : field;
}

function periodInWords(
  { periodo, de, ate, desde, antes }: Filter,
  say: (key: string, values?: Record<string, string>) => string,
  locale: string,
): string | null {
  const day = (date: Date) => formatDay(date.toISOString().slice(0, 10), locale);
  if (desde && antes)
    return say("filters.between", { from: formatInstant(desde, locale), to: formatInstant(antes, locale) });
  if (desde) return say("filters.since", { from: formatInstant(desde, locale) });
  if (antes) return say("filters.until", { to: formatInstant(antes, locale) });
  if (de && ate) return say("filters.between", { from: day(de), to: day(ate) });
  if (de) return say("filters.since", { from: day(de) });
  if (ate) return say("filters.until", { to: day(ate) });
  return periodo ? say(`filters.periods.${periodo}`) : null;
}
