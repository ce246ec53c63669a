import { DomainError } from "./errors";

/**
 * Refuses what no text column can hold: U+0000, and half of a surrogate pair, which would be kept as
 * another text than was sent. Looks into lists and objects, names of fields included.
 * @throws DomainError `input.invalid`
 */
export function requireStorable(value: unknown): void {
  if (typeof value === "string") {
    if (value.includes("\0") || !value.isWellFormed())
      throw new DomainError("input.invalid", { expected: "texto sem caracteres nulos ou partidos" });
  } else if (Array.isArray(value)) {
    for (const inner of value) requireStorable(inner);
  } else if (typeof value === "object" && value !== null) {
    for (const [name, inner] of Object.entries(value)) {
      requireStorable(name);
      requireStorable(inner);
    }
  }
}
