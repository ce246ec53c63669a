/**
 * CPF without punctuation, 11 digits, leading zeros kept.
 * @param text digits, or digits with the usual dots and dash
 * @returns null when it is no valid CPF (all digits equal included)
 */
export function parseCpf(text: string): string | null {
  const match = /^(\d{3})\.(\d{3})\.(\d{3})-(\d{2})$/.exec(text);
  const digits = match === null ? text : match.slice(1).join("");
  return isCpf(digits) ? digits : null;
}

/** Whether 11 bare digits are a valid CPF. */
export function isCpf(digits: string): boolean {
  if (!/^\d{11}$/.test(digits) || isRepeated(digits)) return false;
  const first = cpfCheckDigit(digits.slice(0, 9));
  const second = cpfCheckDigit(digits.slice(0, 9) + first);
  return digits.endsWith(`${first}${second}`);
}

/** `123.456.789-09`; anything but 11 digits comes back as it is. */
export function formatCpf(digits: string): string {
  return digits.replace(/^(\d{3})(\d{3})(\d{3})(\d{2})$/, "$1.$2.$3-$4");
}

/** `***.456.789-**`: enough to tell people apart, not to identify one. All stars when it is no CPF. */
export function maskCpf(digits: string): string {
  const match = /^\d{3}(\d{3})(\d{3})\d{2}$/.exec(digits);
  return match === null ? "***.***.***-**" : `***.${match[1]}.${match[2]}-**`;
}

/**
 * CNPJ without punctuation, 14 characters, letters in upper case.
 * @param text bare, or with the usual dots, slash and dash; lower case is accepted
 * @returns null when it is no valid CNPJ, numeric or alphanumeric
 */
export function parseCnpj(text: string): string | null {
  // Only ASCII letters change case: `ı`.toUpperCase() would become a valid `I`.
  const upper = text.replace(/[a-z]/g, (letter) => letter.toUpperCase());
  const match = /^([0-9A-Z]{2})\.([0-9A-Z]{3})\.([0-9A-Z]{3})\/([0-9A-Z]{4})-(\d{2})$/.exec(upper);
  const bare = match === null ? upper : match.slice(1).join("");
  return isCnpj(bare) ? bare : null;
}

/**
 * Whether 14 bare characters are a valid CNPJ. Letters have been allowed in the first twelve places
 * since July 2026 and count as ASCII − 48 (IN RFB 2.229/2024).
 */
export function isCnpj(bare: string): boolean {
  if (!/^[0-9A-Z]{12}\d{2}$/.test(bare) || isRepeated(bare)) return false;
  const first = cnpjCheckDigit(bare.slice(0, 12));
  const second = cnpjCheckDigit(bare.slice(0, 12) + first);
  return bare.endsWith(`${first}${second}`);
}

/** `12.ABC.345/01DE-35`; anything but 14 characters comes back as it is. */
export function formatCnpj(bare: string): string {
  return bare.replace(/^(\w{2})(\w{3})(\w{3})(\w{4})(\d{2})$/, "$1.$2.$3/$4-$5");
}

/** The check digits of the first twelve characters: for generators and for saying what was expected. */
export function cnpjCheckDigits(base: string): string {
  const first = cnpjCheckDigit(base);
  return `${first}${cnpjCheckDigit(base + first)}`;
}

function cpfCheckDigit(digits: string): number {
  let sum = 0;
  for (let i = 0; i < digits.length; i++) sum += (digits.charCodeAt(i) - 48) * (digits.length + 1 - i);
  return elevenModulus(sum);
}

/** Weights 2 to 9 from the right, again and again. */
function cnpjCheckDigit(characters: string): number {
  let sum = 0;
  for (let i = 0; i < characters.length; i++) {
    sum += (characters.charCodeAt(i) - 48) * (2 + ((characters.length - 1 - i) % 8));
  }
  return elevenModulus(sum);
}

function elevenModulus(sum: number): number {
  const rest = sum % 11;
  return rest < 2 ? 0 : 11 - rest;
}

function isRepeated(text: string): boolean {
  return text.split("").every((character) => character === text[0]);
}
