import {
  createLoader,
  createParser,
  type inferParserType,
  parseAsArrayOf,
  parseAsIsoDate,
  parseAsString,
  parseAsStringLiteral,
} from "nuqs/server";
import type { OperationOrder } from "#server/domain/operations/schemas";
import { addDays, isDay, localDay } from "#server/kernel/business-day";
import { type StatusKey, statuses, statusKeys } from "./statuses";

export const sides = ["compra", "venda"] as const;
export const periods = ["hoje", "ontem", "7d", "30d", "mes", "mes_passado"] as const;
export type Period = (typeof periods)[number];

/** Centavos between two ends, either of them open: `1000..2500.50` in the address. */
export type Range = { min: bigint | null; max: bigint | null };
export const parseAsRange = createParser<Range>({
  parse(text) {
    const [min, max, ...more] = text.split("..");
    if (max === undefined || more.length > 0) return null;
    const ends = [min, max].map((end) => (end ? toCents(end) : null));
    if (ends.every((end) => end === null) || (min && ends[0] === null) || (max && ends[1] === null))
      return null;
    return { min: ends[0] ?? null, max: ends[1] ?? null };
  },
  serialize: ({ min, max }) => `${min === null ? "" : toReais(min)}..${max === null ? "" : toReais(max)}`,
  eq: (a, b) => a.min === b.min && a.max === b.max,
});

/** The address of a list of operations: short, in Portuguese, stable. */
export const filterParsers = {
  q: parseAsString,
  status: parseAsArrayOf(parseAsStringLiteral(statusKeys)),
  fundo: parseAsArrayOf(parseAsString),
  tipo: parseAsStringLiteral(sides),
  ativo: parseAsString,
  classe: parseAsArrayOf(parseAsStringLiteral(["fidc", "cri-cra", "debentures", "titulos-publicos"])),
  motivo: parseAsString,
  valor: parseAsRange,
  periodo: parseAsStringLiteral(periods),
  de: parseAsIsoDate,
  ate: parseAsIsoDate,
  arquivo: parseAsString,
};
export const loadFilter = createLoader(filterParsers);

export type Filter = inferParserType<typeof filterParsers>;
export const filterKeys = Object.keys(filterParsers) as (keyof Filter)[];
export const noFilter = Object.fromEntries(filterKeys.map((key) => [key, null])) as unknown as Filter;

export function isFiltered(filter: Filter): boolean {
  return filterKeys.some((key) => filter[key] !== null);
}

const sorts = { data: "day", valor: "total", envio: "arrival" } as const;
type SortKey = keyof typeof sorts;

/** `-data`, newest day first, unless the address says otherwise. */
export const parseAsOrder = createParser<{ by: SortKey; direction: "asc" | "desc" }>({
  parse(text) {
    const by = text.replace(/^-/, "") as SortKey;
    return by in sorts ? { by, direction: text.startsWith("-") ? "desc" : "asc" } : null;
  },
  serialize: ({ by, direction }) => `${direction === "desc" ? "-" : ""}${by}`,
  eq: (a, b) => a.by === b.by && a.direction === b.direction,
}).withDefault({ by: "data", direction: "desc" });
export const loadOrder = createLoader({ ord: parseAsOrder });

export function toOrder(order: { by: string; direction: "asc" | "desc" }): OperationOrder {
  return { by: sorts[order.by as SortKey], direction: order.direction };
}

/** What the address asks for, as the server's procedures take it. */
export function toInput(filter: Filter) {
  const days = filter.periodo ? daysOf(filter.periodo) : null;
  const funds = filter.fundo?.filter((code) => code.trim() !== "") ?? [];
  return {
    standings: filter.status?.length ? standingsOf(filter.status) : null,
    fundCodes: funds.length > 0 ? funds : null,
    uploadId: isUuid(filter.arquivo) ? filter.arquivo : null,
    side: filter.tipo ? ({ compra: "BUY", venda: "SELL" } as const)[filter.tipo] : null,
    asset: filter.ativo?.trim() || null,
    assetClasses: filter.classe?.length ? [...filter.classe] : null,
    code: filter.motivo?.trim() || null,
    text: filter.q?.trim() || null,
    from: filter.de?.toISOString().slice(0, 10) ?? days?.from ?? null,
    to: filter.ate?.toISOString().slice(0, 10) ?? days?.to ?? null,
    minCents: filter.valor?.min?.toString() ?? null,
    maxCents: filter.valor?.max?.toString() ?? null,
  };
}

function standingsOf(keys: readonly StatusKey[]) {
  return keys.flatMap((key) => {
    const { states = [], waitReasons = [] } = statuses[key] as {
      states?: readonly ["EXECUTED"];
      waitReasons?: readonly ["IN_REVIEW"];
    };
    return [...states, ...waitReasons];
  });
}

/** First and last day of a period as it is today in São Paulo. */
export function daysOf(period: Period, today = localDay(new Date())): { from: string; to: string } {
  const firstOfMonth = `${today.slice(0, 8)}01`;
  const lastOfBefore = addDays(firstOfMonth, -1);
  if (period === "hoje") return { from: today, to: today };
  if (period === "ontem") return { from: addDays(today, -1), to: addDays(today, -1) };
  if (period === "7d") return { from: addDays(today, -6), to: today };
  if (period === "30d") return { from: addDays(today, -29), to: today };
  if (period === "mes") return { from: firstOfMonth, to: today };
  return { from: `${lastOfBefore.slice(0, 8)}01`, to: lastOfBefore };
}

/** Reais as a person or an address writes them, in centavos; null when it is no amount. */
export function toCents(text: string): bigint | null {
  const trimmed = text.trim().replace(/^R\$\s*/i, "");
  const isBrazilian = /^\d{1,3}(\.\d{3})+(,\d{1,2})?$/.test(trimmed) || /^\d+,\d{1,2}$/.test(trimmed);
  const plainText = isBrazilian ? trimmed.replaceAll(".", "").replace(",", ".") : trimmed;
  const match = /^(\d{1,13})(?:\.(\d{1,2}))?$/.exec(plainText);
  return match ? BigInt(match[1]!) * 100n + BigInt((match[2] ?? "").padEnd(2, "0")) : null;
}

function toReais(cents: bigint): string {
  const rest = cents % 100n;
  return rest === 0n ? `${cents / 100n}` : `${cents / 100n}.${rest.toString().padStart(2, "0")}`;
}

export function toDate(day: string): Date | null {
  return isDay(day) ? new Date(`${day}T00:00:00Z`) : null;
}

function isUuid(text: string | null): boolean {
  return text !== null && /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i.test(text);
}
