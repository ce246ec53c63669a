import { formatDay, formatMoney } from "../ui/format";
import type { Filter, Range } from "./filter";

/** `operations` messages, in the browser or on the server. */
type Words = (key: never, values?: never) => string;

/** A filter as a person says it, one part a field, in the order of the bar. */
export function filterInWords(
  filter: Filter,
  t: Words,
  locale: string,
): [field: keyof Filter, label: string, value: string][] {
  const say = (key: string, values?: Record<string, string>) => t(key as never, values as never);
  const parts: [keyof Filter, string, string][] = [];
  const add = (field: keyof Filter, value: string | null) => {
    if (value) parts.push([field, say(`filters.${field}`), value]);
  };
  add("status", filter.status?.map((one) => say(`status.${one}`)).join(", ") ?? null);
  add("fundo", filter.fundo?.join(", ") ?? null);
  add("periodo", periodInWords(filter, say, locale));
  add("tipo", filter.tipo ? say(`side.${filter.tipo === "compra" ? "BUY" : "SELL"}`) : null);
  add("ativo", filter.ativo);
  add("classe", filter.classe?.map((one) => say(`class.${one}`)).join(", ") ?? null);
  add("valor", filter.valor ? rangeInWords(filter.valor, say, locale) : null);
  add("motivo", filter.motivo);
  add("arquivo", filter.arquivo ? filter.arquivo.slice(0, 8) : null);
  add("q", filter.q);
  return parts;
}

type Say = (key: string, values?: Record<string, string>) => string;

function periodInWords({ periodo, de, ate }: Filter, say: Say, locale: string): string | null {
  const day = (date: Date) => formatDay(date.toISOString().slice(0, 10), locale);
  if (de && ate)
    return de.getTime() === ate.getTime() ? day(de) : say("filters.between", { from: day(de), to: day(ate) });
  if (de) return say("filters.since", { from: day(de) });
  if (ate) return say("filters.until", { to: day(ate) });
  return periodo ? say(`filters.periods.${periodo}`) : null;
}

export function rangeInWords({ min, max }: Range, say: Say, locale: string): string {
  if (min !== null && max !== null)
    return say("filters.between", { from: formatMoney(min, locale), to: formatMoney(max, locale) });
  if (min !== null) return say("filters.atLeast", { from: formatMoney(min, locale) });
  return say("filters.atMost", { to: formatMoney(max ?? 0n, locale) });
}
