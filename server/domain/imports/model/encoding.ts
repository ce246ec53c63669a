import type { FileRefusal } from "./problems";
import { startsAsUtf32Be, utf16Of } from "./utf16";

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
  expected: "um arquivo CSV ou XLSX com cabeçalho e operações",
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

type Signature = { bytes: readonly number[]; what: string; fix: string };

const unpack = "Descompacte-o e envie o CSV ou a planilha de dentro.";
const exportAgain = "Exporte as operações do sistema de origem em CSV ou XLSX e envie esse arquivo.";
const saveAsWorkbook =
  "Abra-o no Excel e salve como “Pasta de Trabalho do Excel (.xlsx)”; mudar a extensão do nome não converte o conteúdo.";

// A ZIP that is a spreadsheet of Excel never comes here: it is read from the text that is made of it.
const signatures: readonly Signature[] = [
  { bytes: [0x50, 0x4b, 0x03, 0x04], what: "um arquivo ZIP", fix: unpack },
  { bytes: [0x50, 0x4b, 0x05, 0x06], what: "um arquivo ZIP vazio", fix: unpack },
  {
    bytes: [0xd0, 0xcf, 0x11, 0xe0],
    what: "uma planilha antiga do Excel (.xls), ou uma protegida por senha",
    fix: "Tire a senha, se houver, e salve como “Pasta de Trabalho do Excel (.xlsx)”.",
  },
  { bytes: [0x25, 0x50, 0x44, 0x46], what: "um PDF", fix: exportAgain },
  { bytes: [0x1f, 0x8b], what: "um arquivo compactado (gzip)", fix: unpack },
  { bytes: [0x42, 0x5a, 0x68], what: "um arquivo compactado (bzip2)", fix: unpack },
  { bytes: [0xfd, 0x37, 0x7a, 0x58, 0x5a], what: "um arquivo compactado (xz)", fix: unpack },
  { bytes: [0x28, 0xb5, 0x2f, 0xfd], what: "um arquivo compactado (zstd)", fix: unpack },
  { bytes: [0x37, 0x7a, 0xbc, 0xaf], what: "um arquivo compactado (7-Zip)", fix: unpack },
  { bytes: [0x52, 0x61, 0x72, 0x21], what: "um arquivo compactado (RAR)", fix: unpack },
  { bytes: [0x89, 0x50, 0x4e, 0x47], what: "uma imagem PNG", fix: exportAgain },
  { bytes: [0xff, 0xd8, 0xff], what: "uma imagem JPEG", fix: exportAgain },
  { bytes: [0x7f, 0x45, 0x4c, 0x46], what: "um programa", fix: exportAgain },
];
const openDocument = "mimetypeapplication/vnd.oasis.opendocument";

function refuseForeign(head: Uint8Array): FileRefusal | null {
  const signature = signatures.find(({ bytes }) => startsWith(head, bytes));
  if (signature && decodeWindows1252(head.subarray(0, 120)).includes(openDocument))
    return notText(
      "uma planilha do LibreOffice (.ods)",
      "Salve-a como Excel (.xlsx) ou CSV e envie de novo.",
    );
  if (signature) return notText(signature.what, signature.fix);
  if (isWide(head)) return wideText;
  const { nuls, controls, whitespace } = countOddBytes(head);
  if (nuls === head.length) return onlyZeros;
  if (whitespace === head.length) return emptyFile;
  if (nuls + controls > Math.max(16, head.length * 0.05)) return notText("um arquivo binário", exportAgain);
  if (nuls + controls > head.length / 2) return notText("um arquivo binário", exportAgain);
  const opening = decodeWindows1252(head.subarray(0, 64)).replace(/^ï»¿/, "").trimStart().toLowerCase();
  if (/^(<!doctype|<html|<\?xml)/.test(opening)) return notText("uma página HTML ou XML", saveAsWorkbook);
  return null;
}

/** UTF-16 becomes UTF-8 before it is read, so that what is left here is wider still. */
function isWide(head: Uint8Array): boolean {
  return startsWith(head, [0xff, 0xfe]) || startsAsUtf32Be(head) || utf16Of(head) !== null;
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

function notText(what: string, fix: string): FileRefusal {
  return { code: "NOT_TEXT", line: null, expected: "um arquivo CSV, TXT ou XLSX", got: what, fix };
}

const wideText: FileRefusal = {
  code: "ENCODING_WIDE",
  line: null,
  expected: "texto em UTF-8, Windows-1252 ou UTF-16",
  got: "texto em UTF-32",
  fix: "Salve de novo em UTF-8 e envie.",
};

const onlyZeros: FileRefusal = {
  code: "ONLY_ZEROS",
  line: null,
  expected: "um arquivo CSV ou XLSX com cabeçalho e operações",
  got: "somente bytes zero",
  fix: "O arquivo foi gravado sem conteúdo (disco cheio ou cópia interrompida): gere-o de novo.",
};
