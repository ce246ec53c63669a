/** `1234.56`: plain decimals with a point. */
export const plainPoint = /^\d+\.\d+$/;
/** `1.234,56`, `1234,56`, `0,005`. */
export const brazilian = /^(\d+|\d{1,3}(\.\d{3})+),\d+$/;
/** `1.234.567`: more than one point can only be thousands. */
export const brazilianThousands = /^\d{1,3}(\.\d{3}){2,}$/;
/** `1,234.56`, `1,234,567`. */
export const usThousands = /^\d{1,3}(,\d{3})+\.\d+$|^\d{1,3}(,\d{3}){2,}$/;
/** `1.234`: a thousand and more, or one and a fraction. A leading zero would have settled it. */
export const pointOrThousand = /^[1-9]\d{0,2}\.\d{3}$/;
/** `1,234`, likewise. */
export const commaOrThousand = /^[1-9]\d{0,2},\d{3}$/;

/** Without the sign `R$` and the spaces (no-break ones too) around it. */
export function stripMoney(text: string): string {
  const trimmed = text.trim();
  return trimmed.startsWith("R$") ? trimmed.slice(2).trimStart() : trimmed;
}
