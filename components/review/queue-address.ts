import { createLoader, type inferParserType, parseAsString, parseAsStringLiteral } from "nuqs/server";
import type { QueueName, QueueOrder } from "#server/domain/review/browser";
import { parseAsRange } from "../operations/filter";

/** Queues and orders as the address names them, in the order of their tabs. */
const queues = {
  minha: "mine",
  todas: "all",
  segunda: "second",
  adiadas: "snoozed",
  retidas: "held",
} as const satisfies Record<string, QueueName>;
const orders = { prazo: "due", idade: "age", valor: "amount" } as const satisfies Record<string, QueueOrder>;
export type QueueKey = keyof typeof queues;
export const queueKeys = Object.keys(queues) as QueueKey[];
export const orderKeys = Object.keys(orders) as (keyof typeof orders)[];
export const groupKeys = ["nenhum", "motivo"] as const;
export const classKeys = ["fidc", "cri-cra", "debentures", "titulos-publicos"] as const;

/** The address of the queue: short, in Portuguese, stable. */
export const queueParsers = {
  fila: parseAsStringLiteral(queueKeys).withDefault("minha"),
  motivo: parseAsString,
  fundo: parseAsString,
  classe: parseAsStringLiteral(classKeys),
  valor: parseAsRange,
  arquivo: parseAsString,
  ord: parseAsStringLiteral(orderKeys).withDefault("prazo"),
  agr: parseAsStringLiteral(groupKeys).withDefault("nenhum"),
};
export const loadQueue = createLoader(queueParsers);
type QueueAddress = inferParserType<typeof queueParsers>;

/** Rows of a page; the server's first answer and the browser's next ones agree on it. */
export const rowsAtOnce = 100;

/** What the address asks for, as the server's procedures take it. */
export function toQueueInput({ fila, motivo, fundo, classe, valor, arquivo, ord, agr }: QueueAddress) {
  const filter = {
    reason: motivo?.slice(0, 60) || null,
    fundCode: fundo?.slice(0, 32) || null,
    assetClass: classe,
    uploadId: arquivo && /^[\da-f]{8}(-[\da-f]{4}){3}-[\da-f]{12}$/i.test(arquivo) ? arquivo : null,
    minCents: valor?.min?.toString() ?? null,
    maxCents: valor?.max?.toString() ?? null,
  };
  return {
    filter: { ...filter, queue: queues[fila] },
    counted: filter,
    order: orders[ord],
    byReason: agr === "motivo",
  };
}

/** Fund and queue are places to be in; what narrows them further can be cleared. */
export function isNarrowed({ motivo, classe, valor, arquivo }: QueueAddress): boolean {
  return [motivo, classe, valor, arquivo].some((value) => value !== null);
}

const itemPath = /^\/revisao\/([\da-f-]{36})$/i;

/** Which item's address is open; null on the queue's own. */
export function openItemOf(path: string): string | null {
  return itemPath.exec(path)?.[1] ?? null;
}
