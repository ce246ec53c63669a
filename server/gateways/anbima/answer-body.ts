import { parse } from "lossless-json";
import { DomainError } from "#server/kernel/errors";

/**
 * The rows of a body: a list, `{ "content": [...] }`, or nothing (`null`, blank). Digits stay as
 * served. One key twice in an object with differing values makes the whole body unusable, since
 * readers disagree on which of the two counts.
 * @throws DomainError `anbima.invalid_answer`
 */
export function itemsOf(body: Uint8Array): readonly unknown[] {
  const value = parsed(textOf(body));
  if (value === null || value === undefined) return [];
  if (Array.isArray(value)) return value;
  if (typeof value === "object" && Object.hasOwn(value, "content")) {
    const { content } = value as { content: unknown };
    if (content === null) return [];
    if (Array.isArray(content)) return content;
  }
  throw new DomainError("anbima.invalid_answer", { reason: "not_a_list" });
}

function textOf(body: Uint8Array): string {
  try {
    return new TextDecoder("utf-8", { fatal: true }).decode(body);
  } catch (cause) {
    throw new DomainError("anbima.invalid_answer", { reason: "encoding" }, { cause });
  }
}

function parsed(text: string): unknown {
  if (text.trim() === "") return null;
  try {
    return parse(text);
  } catch (error) {
    // The parser quotes what it found; the page of a proxy does not belong in our logs.
    const isDuplicate = error instanceof SyntaxError && error.message.startsWith("Duplicate key");
    throw new DomainError("anbima.invalid_answer", { reason: isDuplicate ? "duplicate_key" : "not_json" });
  }
}
