import { formatDay } from "../ui/format";
import type { Filter } from "./filter";

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

export function actionInWords(action: string, t: Words): string {
  const key = `actions.${action.replaceAll(".", "_")}` as never;
  return t.has(key) ? t(key) : action;
}

export function fieldInWords(field: string, t: Words): string {
  const key = `fields.${field}` as never;
  return t.has(key) ? t(key) : field;
}

function periodInWords(
  { periodo, de, ate }: Filter,
  say: (key: string, values?: Record<string, string>) => string,
  locale: string,
): string | null {
  const day = (date: Date) => formatDay(date.toISOString().slice(0, 10), locale);
  if (de && ate) return say("filters.between", { from: day(de), to: day(ate) });
  if (de) return say("filters.since", { from: day(de) });
  if (ate) return say("filters.until", { to: day(ate) });
  return periodo ? say(`filters.periods.${periodo}`) : null;
}
