import type { FileRefusal } from "./problems";

export const encodings = ["utf-8", "windows-1252"] as const;
export type Encoding = (typeof encodings)[number];
export type DetectedEncoding = { readonly encoding: Encoding; readonly bom: boolean };

/** How much of a file decides its encoding, delimiter, header and decimal style. */
export const headBytes = 1 << 20;

/**
 * Decides a file's encoding from its first bytes: BOM, then strict UTF-8, then Windows-1252 (which covers
 * ISO-8859-1's letters). With both kinds of line in it, UTF-8 wins when most non-ASCII lines are valid in
 * it; the others are rejected one by one later.
 * @param head the first MiB, or the whole file when shorter
 * @param chosen what a person says that it is
 */
export function detectEncoding(head: Uint8Array, chosen?: Encoding): DetectedEncoding | FileRefusal {
  if (head.length === 0) return emptyFile;
  const refusal = refuseForeign(head);
  if (refusal) return refusal;
  const bom = startsWith(head, [0xef, 0xbb, 0xbf]);
  if (chosen) return { encoding: chosen, bom };
  if (bom) return { encoding: "utf-8", bom };
  return { encoding: isMostlyUtf8(head) ? "utf-8" : "windows-1252", bom: false };
}

export const emptyFile: FileRefusal = {
  code: "EMPTY_FILE",
  line: null,
  expected: "um arquivo CSV com cabeçalho e operações",
  got: "um arquivo vazio",
  fix: "Confira se a exportação terminou e envie o arquivo de novo.",
};

const strictUtf8 = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true });
const windows1252 = new TextDecoder("windows-1252");

/** Text of one record, or null when the bytes are not valid in the file's encoding. */
export function decodeStrict(bytes: Uint8Array, encoding: Encoding): string | null {
  if (encoding === "windows-1252") return decodeWindows1252(bytes);
  try {
    return strictUtf8.decode(bytes);
  } catch {
    return null;
  }
}

// Bytes 80 to 9F. Some Node releases decode them as ISO-8859-1, which leaves the C1 controls that are mended here.
const euroToYDiaeresis = "€\u0081‚ƒ„…†‡ˆ‰Š‹Œ\u008dŽ\u008f\u0090‘’“”•–—˜™š›œ\u009džŸ";

/** Never fails: every byte means something in Windows-1252. */
export function decodeWindows1252(bytes: Uint8Array): string {
  const text = windows1252.decode(bytes);
  return text.replace(/[\u0080-\u009f]/g, (mark) => euroToYDiaeresis[mark.charCodeAt(0) - 0x80] ?? mark);
}

/** Bytes of a text in Windows-1252; what it does not have becomes a question mark. */
export function encodeWindows1252(text: string): Uint8Array {
  const bytes = new Uint8Array(text.length);
  let length = 0;
  for (const char of text) {
    const unit = char.codePointAt(0) as number;
    const at = euroToYDiaeresis.indexOf(char);
    const isSame = unit < 0x80 || (unit >= 0xa0 && unit <= 0xff);
    bytes[length++] = isSame ? unit : at >= 0 ? 0x80 + at : 0x3f;
  }
  return bytes.subarray(0, length);
}

function isMostlyUtf8(head: Uint8Array): boolean {
  try {
    // `stream` forgives a character that the end of the first MiB cuts in two.
    new TextDecoder("utf-8", { fatal: true }).decode(head, { stream: true });
    return true;
  } catch {
    return validLinesWin(head);
  }
}

function validLinesWin(head: Uint8Array): boolean {
  let valid = 0;
  let invalid = 0;
  let start = 0;
  let hasHighByte = false;
  for (let i = 0; i <= head.length; i++) {
    const byte = head[i];
    if (byte !== undefined && byte !== 0x0a && byte !== 0x0d) {
      if (byte >= 0x80) hasHighByte = true;
      continue;
    }
    if (hasHighByte) {
      const isCut = i === head.length && head.length === headBytes;
      if (decodeStrict(head.subarray(start, i), "utf-8") !== null) valid++;
      else if (!isCut) invalid++;
    }
    start = i + 1;
    hasHighByte = false;
  }
  return valid > invalid;
}

const signatures: readonly { bytes: readonly number[]; what: string }[] = [
  { bytes: [0x50, 0x4b, 0x03, 0x04], what: "um arquivo ZIP ou uma planilha do Excel (.xlsx)" },
  { bytes: [0x50, 0x4b, 0x05, 0x06], what: "um arquivo ZIP vazio" },
  { bytes: [0xd0, 0xcf, 0x11, 0xe0], what: "uma planilha antiga do Excel (.xls)" },
  { bytes: [0x25, 0x50, 0x44, 0x46], what: "um PDF" },
  { bytes: [0x1f, 0x8b], what: "um arquivo compactado (gzip)" },
  { bytes: [0x42, 0x5a, 0x68], what: "um arquivo compactado (bzip2)" },
  { bytes: [0xfd, 0x37, 0x7a, 0x58, 0x5a], what: "um arquivo compactado (xz)" },
  { bytes: [0x28, 0xb5, 0x2f, 0xfd], what: "um arquivo compactado (zstd)" },
  { bytes: [0x37, 0x7a, 0xbc, 0xaf], what: "um arquivo compactado (7-Zip)" },
  { bytes: [0x52, 0x61, 0x72, 0x21], what: "um arquivo compactado (RAR)" },
  { bytes: [0x89, 0x50, 0x4e, 0x47], what: "uma imagem PNG" },
  { bytes: [0xff, 0xd8, 0xff], what: "uma imagem JPEG" },
  { bytes: [0x7f, 0x45, 0x4c, 0x46], what: "um programa" },
];

function refuseForeign(head: Uint8Array): FileRefusal | null {
  for (const { bytes, what } of signatures) if (startsWith(head, bytes)) return notText(what);
  if (isUtf16(head)) return utf16;
  const { nuls, controls, whitespace } = countOddBytes(head);
  if (nuls === head.length) return onlyZeros;
  if (whitespace === head.length) return emptyFile;
  if (nuls + controls > Math.max(16, head.length * 0.05)) return notText("um arquivo binário");
  if (nuls + controls > head.length / 2) return notText("um arquivo binário");
  const opening = decodeWindows1252(head.subarray(0, 64)).replace(/^ï»¿/, "").trimStart().toLowerCase();
  if (/^(<!doctype|<html|<\?xml)/.test(opening)) return notText("uma página HTML ou XML");
  return null;
}

function isUtf16(head: Uint8Array): boolean {
  if (startsWith(head, [0xff, 0xfe]) || startsWith(head, [0xfe, 0xff])) return true;
  if (startsWith(head, [0x00, 0x00, 0xfe, 0xff])) return true;
  const sample = Math.min(head.length, 4096) & ~1;
  let even = 0;
  let odd = 0;
  for (let i = 0; i < sample; i += 2) {
    if (head[i] === 0) even++;
    if (head[i + 1] === 0) odd++;
  }
  const pairs = sample / 2;
  // Latin text in UTF-16 has a NUL in one half of nearly every pair and hardly ever in the other.
  return pairs >= 4 && Math.max(even, odd) > pairs * 0.6 && Math.min(even, odd) < pairs * 0.1;
}

function countOddBytes(head: Uint8Array): { nuls: number; controls: number; whitespace: number } {
  let nuls = 0;
  let controls = 0;
  let whitespace = 0;
  const start = startsWith(head, [0xef, 0xbb, 0xbf]) ? 3 : 0;
  for (let i = start; i < head.length; i++) {
    const byte = head[i] as number;
    if (byte > 0x20) continue;
    if (byte === 0) nuls++;
    else if (byte === 0x20 || (byte >= 0x09 && byte <= 0x0d)) whitespace++;
    else if (byte !== 0x1a) controls++;
  }
  return { nuls, controls, whitespace: whitespace + start };
}

function startsWith(head: Uint8Array, bytes: readonly number[]): boolean {
  return head.length >= bytes.length && bytes.every((byte, i) => head[i] === byte);
}

function notText(what: string): FileRefusal {
  return {
    code: "NOT_TEXT",
    line: null,
    expected: "um arquivo de texto CSV",
    got: what,
    fix: "Abra o original e salve como “CSV UTF-8”; mudar a extensão do nome não converte o conteúdo.",
  };
}

const utf16: FileRefusal = {
  code: "ENCODING_UTF16",
  line: null,
  expected: "texto em UTF-8 ou Windows-1252",
  got: "texto em UTF-16 (“Unicode”)",
  fix: "Salve de novo como “CSV UTF-8 (delimitado por vírgulas)” e envie.",
};

const onlyZeros: FileRefusal = {
  code: "ONLY_ZEROS",
  line: null,
  expected: "um arquivo CSV com cabeçalho e operações",
  got: "somente bytes zero",
  fix: "O arquivo foi gravado sem conteúdo (disco cheio ou cópia interrompida): gere-o de novo.",
};
