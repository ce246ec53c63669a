export type Json =
  | null
  | boolean
  | string
  | bigint
  | number
  | readonly Json[]
  | { readonly [key: string]: Json | undefined };

/**
 * JSON in one form only: keys sorted by code unit, no spaces, RFC 8785 string escapes, integers in
 * full. Numbers with a fraction are refused (amounts are bigint, prices are strings), so that nobody
 * has to agree on how a float is printed.
 */
export function canonicalJson(value: Json): string {
  if (value === null) return "null";
  switch (typeof value) {
    case "boolean":
      return value ? "true" : "false";
    case "bigint":
      return value.toString();
    case "number":
      if (!Number.isSafeInteger(value)) throw new RangeError("canonical JSON holds no fractions");
      return String(value);
    case "string":
      return quoted(value);
  }
  if (Array.isArray(value)) return `[${value.map((item) => canonicalJson(item as Json)).join(",")}]`;
  const object = value as { readonly [key: string]: Json | undefined };
  let members = "";
  for (const key of sortedKeys(object)) {
    const member = object[key];
    if (member !== undefined) members += `${members && ","}${quoted(key)}:${canonicalJson(member)}`;
  }
  return `{${members}}`;
}

const printableAscii = /^[ !#-[\]-~]*$/;

/** Most texts are ids, codes and instants, of which nothing is escaped. */
function quoted(text: string): string {
  if (printableAscii.test(text)) return `"${text}"`;
  return JSON.stringify(text.isWellFormed() ? text : text.toWellFormed());
}

/** Heavy writers give their keys in order. */
function sortedKeys(object: object): string[] {
  const keys = Object.keys(object);
  for (let i = 1; i < keys.length; i++) {
    if ((keys[i - 1] as string) > (keys[i] as string)) return keys.sort();
  }
  return keys;
}
