import { parseDecimal } from "#server/kernel/decimal";

/**
 * A number as a person of this language types it, as its canonical decimal: the language's own marks for
 * thousands and decimals; a point that cannot group thousands is a decimal point. null for anything else.
 */
export function readTyped(text: string, locale: string, decimalsMax: number): string | null {
  const bare = text.replace(/^\s*R\$/i, "").replace(/\s/g, "");
  const [group, mark] = locale.startsWith("en") ? [",", "."] : [".", ","];
  const hasGroups = new RegExp(`^\\d{1,3}(\\${group}\\d{3})+(\\${mark}\\d+)?$`).test(bare);
  if (hasGroups) return parseDecimal(bare.replaceAll(group, "").replace(mark, "."), decimalsMax);
  const isPlain = new RegExp(`^\\d+([.\\${mark}]\\d+)?$`).test(bare);
  return isPlain ? parseDecimal(bare.replace(mark, "."), decimalsMax) : null;
}
