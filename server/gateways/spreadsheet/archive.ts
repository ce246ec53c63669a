import { createInflateRaw, inflateRawSync } from "node:zlib";

/** Why a spreadsheet, or a ZIP, is not opened. */
export type SheetRefusal = "MACROS" | "ENCRYPTED" | "TOO_LARGE" | "BROKEN" | "NO_SHEET" | "NOT_ONE";

export class RefusedSheet extends Error {
  readonly refusal: SheetRefusal;
  /** The files of a ZIP that holds not one that we read. */
  readonly files: readonly string[];
  constructor(refusal: SheetRefusal, files: readonly string[] = []) {
    super(refusal);
    this.refusal = refusal;
    this.files = files;
  }
}

export type ArchiveEntry = {
  readonly name: string;
  readonly isCompressed: boolean;
  readonly compressed: Buffer;
  readonly size: number;
};

const entriesMost = 2_000;
const endSignature = 0x06054b50;
const entrySignature = 0x02014b50;

/**
 * The entries of a ZIP by its central directory. What is encrypted, holds macros, or says that it is
 * larger than the limit is refused before a byte of it is inflated.
 * @throws RefusedSheet
 */
export function readArchive(bytes: Buffer, limitBytes: number): ArchiveEntry[] {
  const end = findEnd(bytes);
  const count = bytes.readUInt16LE(end + 10);
  if (count > entriesMost) throw new RefusedSheet("TOO_LARGE");
  const entries: ArchiveEntry[] = [];
  let at = bytes.readUInt32LE(end + 16);
  let total = 0;
  for (let index = 0; index < count; index++) {
    if (at + 46 > bytes.length || bytes.readUInt32LE(at) !== entrySignature) throw new RefusedSheet("BROKEN");
    const { entry, next } = readEntry(bytes, at);
    if (/vbaProject\.bin$|macrosheets\//i.test(entry.name)) throw new RefusedSheet("MACROS");
    total += entry.size;
    if (total > limitBytes) throw new RefusedSheet("TOO_LARGE");
    entries.push(entry);
    at = next;
  }
  return entries;
}

/** What an archive says of its sizes may be a lie: each entry is inflated once, counted, and thrown away. */
export async function checkSizes(entries: readonly ArchiveEntry[]): Promise<void> {
  for (const entry of entries) {
    if (!entry.isCompressed) continue;
    let size = 0;
    const inflate = createInflateRaw();
    inflate.end(entry.compressed);
    try {
      for await (const part of inflate) {
        size += (part as Buffer).length;
        if (size > entry.size) throw new RefusedSheet("TOO_LARGE");
      }
    } catch (error) {
      throw error instanceof RefusedSheet ? error : new RefusedSheet("BROKEN");
    }
  }
}

const readable = /\.(csv|txt|tsv|xlsx)$/i;
/** What systems put into a ZIP besides what the person put there. */
const litter = /(^|\/)(__MACOSX\/|\.|thumbs\.db$|desktop\.ini$)|\/$/i;
const smallBytes = 1024 * 1024;
/** Files of operations shrink to a tenth, at most to a fiftieth: what shrinks more was made to grow. */
const ratioMost = 200;

/**
 * The one file that a ZIP holds.
 * @throws RefusedSheet NOT_ONE: none, several, or one that is none of ours; TOO_LARGE
 */
export function onlyFile(entries: readonly ArchiveEntry[]): ArchiveEntry {
  const files = entries.filter(({ name }) => !litter.test(name));
  const [file] = files;
  if (!file || files.length > 1 || !readable.test(file.name))
    throw new RefusedSheet(
      "NOT_ONE",
      files.map(({ name }) => name),
    );
  if (file.size > smallBytes && file.size > file.compressed.length * ratioMost)
    throw new RefusedSheet("TOO_LARGE");
  return file;
}

/** An entry's bytes as they come, never more than it says. */
export async function* entryBytes(entry: ArchiveEntry): AsyncGenerator<Buffer> {
  if (!entry.isCompressed) {
    yield entry.compressed;
    return;
  }
  const inflate = createInflateRaw();
  inflate.end(entry.compressed);
  yield* inflate as AsyncIterable<Buffer>;
}

/** A small entry as text. */
export function entryText(entries: readonly ArchiveEntry[], name: string): string | null {
  const entry = entries.find((each) => each.name === name);
  if (!entry) return null;
  if (!entry.isCompressed) return entry.compressed.toString("utf8");
  return inflateRawSync(entry.compressed, { maxOutputLength: 4 * 1024 * 1024 }).toString("utf8");
}

/** The end record is the last 22 bytes and a comment of at most 64 KiB. */
function findEnd(bytes: Buffer): number {
  const least = Math.max(0, bytes.length - 22 - 0xffff);
  for (let at = bytes.length - 22; at >= least; at--) if (bytes.readUInt32LE(at) === endSignature) return at;
  throw new RefusedSheet("BROKEN");
}

function readEntry(bytes: Buffer, at: number): { entry: ArchiveEntry; next: number } {
  const flags = bytes.readUInt16LE(at + 8);
  const method = bytes.readUInt16LE(at + 10);
  const compressedSize = bytes.readUInt32LE(at + 20);
  const size = bytes.readUInt32LE(at + 24);
  const nameLength = bytes.readUInt16LE(at + 28);
  const local = bytes.readUInt32LE(at + 42);
  if (flags & 1) throw new RefusedSheet("ENCRYPTED");
  if ((method !== 0 && method !== 8) || local + 30 > bytes.length) throw new RefusedSheet("BROKEN");
  const start = local + 30 + bytes.readUInt16LE(local + 26) + bytes.readUInt16LE(local + 28);
  if (start + compressedSize > bytes.length) throw new RefusedSheet("BROKEN");
  return {
    entry: {
      name: bytes.toString("utf8", at + 46, at + 46 + nameLength),
      isCompressed: method === 8,
      compressed: bytes.subarray(start, start + compressedSize),
      size,
    },
    next: at + 46 + nameLength + bytes.readUInt16LE(at + 30) + bytes.readUInt16LE(at + 32),
  };
}
