import type { TRPCDataTransformer } from "@trpc/server";

/**
 * JSON for what JSON lacks and we send: `bigint` (centavos) and `Date`. Each travels as an object with
 * one reserved key; an object of ours that happens to have that key is escaped by nesting.
 */
export const transformer: TRPCDataTransformer = { serialize: encode, deserialize: decode };

const bigintKey = "$bigint";
const dateKey = "$date";
const plainKey = "$plain";

function encode(value: unknown): unknown {
  if (typeof value === "bigint") return { [bigintKey]: value.toString() };
  if (value instanceof Date) return { [dateKey]: value.toISOString() };
  if (Array.isArray(value)) return value.map(encode);
  if (typeof value !== "object" || value === null) return value;
  const entries = Object.entries(value).map(([key, inner]) => [key, encode(inner)] as const);
  const encoded = Object.fromEntries(entries);
  return isTagged(value) ? { [plainKey]: encoded } : encoded;
}

function decode(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(decode);
  if (typeof value !== "object" || value === null) return value;
  const tagged = value as Record<string, unknown>;
  if (isTagged(value)) {
    if (typeof tagged[bigintKey] === "string") return BigInt(tagged[bigintKey]);
    if (typeof tagged[dateKey] === "string") return new Date(tagged[dateKey]);
    if (plainKey in tagged) return decodeFields(tagged[plainKey] as object);
  }
  return decodeFields(value);
}

function decodeFields(value: object): unknown {
  return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, decode(inner)]));
}

function isTagged(value: object): boolean {
  const keys = Object.keys(value);
  return keys.length === 1 && (keys[0] === bigintKey || keys[0] === dateKey || keys[0] === plainKey);
}
