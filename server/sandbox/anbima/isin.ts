/** An ISIN of eleven characters completed with its check digit (ISO 6166: Luhn over letters as 10 to 35). */
export function withIsinCheckDigit(body: string): string {
  return body + String((10 - (luhnSum(`${body}0`) % 10)) % 10);
}

/** True when the twelve characters are well formed and the check digit fits. */
export function isIsin(text: string): boolean {
  return /^[A-Z]{2}[A-Z0-9]{9}\d$/.test(text) && luhnSum(text) % 10 === 0;
}

function luhnSum(text: string): number {
  const digits = [...text].map((character) => Number.parseInt(character, 36).toString()).join("");
  let sum = 0;
  for (let i = 0; i < digits.length; i++) {
    const digit = Number(digits[digits.length - 1 - i]);
    const doubled = i % 2 === 1 ? digit * 2 : digit;
    sum += doubled > 9 ? doubled - 9 : doubled;
  }
  return sum;
}
