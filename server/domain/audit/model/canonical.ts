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
      return JSON.stringify(value.isWellFormed() ? value : value.toWellFormed());
  }
  if (Array.isArray(value)) return `[${value.map((item) => canonicalJson(item as Json)).join(",")}]`;
  const members: string[] = [];
  const object = value as { readonly [key: string]: Json | undefined };
  for (const key of Object.keys(object).sort()) {
    const member = object[key];
    if (member !== undefined) members.push(`${JSON.stringify(key)}:${canonicalJson(member)}`);
  }
  return `{${members.join(",")}}`;
}
