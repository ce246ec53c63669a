/** A record that the file's quoting or length spoils; the row it becomes is rejected alone. */
export type RecordFault = "UNCLOSED_QUOTE" | "RECORD_TOO_LONG";

/**
 * One record found. Offsets are bytes of the file, `end` without its line ending; `line` is the line of
 * its first byte, from 1. A record longer than the limit ends at the limit, so that whoever reads
 * `[start, end)` again finds the same fault and never holds more.
 */
export type OnRecord = (start: number, end: number, line: number, fault: RecordFault | null) => void;

export type RecordScanner = {
  /** Takes the next bytes of the file; the array may be reused afterwards. */
  push(bytes: Uint8Array): void;
  /** No more bytes: reports what is still open. */
  end(): void;
};

export type RecordLimits = { readonly bytes: number; readonly lines: number };
/** No operation needs more; a quote left open must not swallow more than this. */
export const recordLimits: RecordLimits = { bytes: 64 * 1024, lines: 200 };

/**
 * Finds where records begin and end, whatever the size of the file and however its bytes are cut:
 * CRLF, LF and CR (mixed), newlines inside quoted fields, blank lines (which count as lines, not as
 * records). A quote that does not close within the limits spoils only the line that opens it, and the
 * scan goes on at the next line. What is found from a record's start depends on nothing before it, so
 * reading a range of whole records again finds the same records. Holds at most one record.
 */
export function createRecordScanner(
  options: { delimiter: string; offset?: number; line?: number; limits?: RecordLimits },
  onRecord: OnRecord,
): RecordScanner {
  return new Scanner(options, onRecord);
}

const LF = 0x0a;
const CR = 0x0d;
const QUOTE = 0x22;
const SPACE = 0x20;
const TAB = 0x09;
const nothing = new Uint8Array(0);

class Scanner implements RecordScanner {
  private readonly delimiter: number;
  private readonly limits: RecordLimits;
  private readonly onRecord: OnRecord;
  /** Bytes of the record being read that earlier pushes brought; they start at `base` in the file. */
  private held: Uint8Array = nothing;
  private base: number;
  private line: number;
  private isLast = false;
  /** Inside a record already reported as too long. */
  private isSkipping = false;
  /** That record ended in a CR, the last byte known: an LF may follow. */
  private mayFollowLf = false;

  constructor(
    options: { delimiter: string; offset?: number; line?: number; limits?: RecordLimits },
    onRecord: OnRecord,
  ) {
    this.delimiter = options.delimiter.charCodeAt(0);
    this.limits = options.limits ?? recordLimits;
    this.onRecord = onRecord;
    this.base = options.offset ?? 0;
    this.line = options.line ?? 1;
  }

  push(bytes: Uint8Array): void {
    if (bytes.length > 0) this.consume(this.held.length === 0 ? bytes : joined(this.held, bytes));
  }

  end(): void {
    this.isLast = true;
    this.consume(this.held);
  }

  private consume(bytes: Uint8Array): void {
    let at = this.isSkipping || this.mayFollowLf ? this.skipLine(bytes) : 0;
    while (at < bytes.length && !this.isSkipping) {
      const next = this.takeRecord(bytes, at);
      if (next < 0) break;
      at = next;
    }
    this.base += at;
    // A copy: `slice` of a Buffer would share the memory of whoever pushed it.
    this.held = at === bytes.length ? nothing : new Uint8Array(bytes.subarray(at));
  }

  /** Drops bytes up to and including the line ending. */
  private skipLine(bytes: Uint8Array): number {
    let at = 0;
    if (this.isSkipping) {
      at = nextEnding(bytes, 0);
      if (at === bytes.length) return at;
      this.isSkipping = false;
      this.line++;
      this.mayFollowLf = bytes[at] === CR;
      at++;
    }
    if (this.mayFollowLf && at < bytes.length) {
      if (bytes[at] === LF) at++;
      this.mayFollowLf = false;
    }
    return at;
  }

  /** Reports the record that starts at `at`. @returns where the next one starts, -1 when bytes are missing */
  private takeRecord(bytes: Uint8Array, at: number): number {
    const bound = Math.min(bytes.length, at + this.limits.bytes + 1);
    let lines = 1;
    let isBlank = true;
    let isQuoted = false;
    let firstQuotedEnding = -1;
    let i = at;
    while (i < bound) {
      const byte = bytes[i] as number;
      if (byte > QUOTE) {
        isBlank = false;
        i++;
      } else if (byte === QUOTE) {
        isBlank = false;
        const closes = isQuoted && bytes[i + 1] !== QUOTE;
        // Whether this quote closes depends on the byte after it.
        if (isQuoted && i + 1 >= bytes.length && !this.isLast) break;
        if (isQuoted && !closes) i++;
        else if (closes) isQuoted = false;
        else isQuoted = i === at || bytes[i - 1] === this.delimiter;
        i++;
      } else if (byte === LF || byte === CR) {
        const after = this.afterEnding(bytes, i);
        if (!isQuoted) return after < 0 ? -1 : this.closeRecord(at, i, after, lines, isBlank);
        if (firstQuotedEnding < 0) firstQuotedEnding = i;
        if (after < 0) break;
        if (++lines > this.limits.lines) break;
        i = after;
      } else {
        if (byte !== SPACE && byte !== TAB) isBlank = false;
        i++;
      }
    }
    const isOver = bytes.length - at > this.limits.bytes || lines > this.limits.lines;
    if (!isOver && !this.isLast) return -1;
    if (firstQuotedEnding >= 0 && (isOver || isQuoted)) return this.takeLine(bytes, at, firstQuotedEnding);
    if (isOver) return this.takeTooLong(bytes, at);
    if (isQuoted) this.onRecord(this.base + at, this.base + bytes.length, this.line, "UNCLOSED_QUOTE");
    else this.closeRecord(at, bytes.length, bytes.length, lines, isBlank);
    return bytes.length;
  }

  private closeRecord(at: number, end: number, after: number, lines: number, isBlank: boolean): number {
    if (!isBlank) this.onRecord(this.base + at, this.base + end, this.line, null);
    this.line += lines;
    return after;
  }

  /** A quote opened on this line never closed: the line is a record by itself. */
  private takeLine(bytes: Uint8Array, at: number, ending: number): number {
    const after = this.afterEnding(bytes, ending);
    if (after < 0) return -1;
    this.onRecord(this.base + at, this.base + ending, this.line, "UNCLOSED_QUOTE");
    this.line++;
    return after;
  }

  private takeTooLong(bytes: Uint8Array, at: number): number {
    const end = at + this.limits.bytes + 1;
    this.onRecord(this.base + at, this.base + end, this.line, "RECORD_TOO_LONG");
    const ending = nextEnding(bytes, end - 1);
    if (ending === bytes.length) {
      this.isSkipping = !this.isLast;
      return ending;
    }
    this.line++;
    const after = this.afterEnding(bytes, ending);
    this.mayFollowLf = after < 0;
    return after < 0 ? ending + 1 : after;
  }

  /** Index after the line ending at `i`; -1 when a CR is the last byte known and an LF may follow. */
  private afterEnding(bytes: Uint8Array, i: number): number {
    if (bytes[i] === LF) return i + 1;
    if (i + 1 < bytes.length) return bytes[i + 1] === LF ? i + 2 : i + 1;
    return this.isLast ? i + 1 : -1;
  }
}

function nextEnding(bytes: Uint8Array, from: number): number {
  let at = from;
  while (at < bytes.length && bytes[at] !== LF && bytes[at] !== CR) at++;
  return at;
}

function joined(first: Uint8Array, second: Uint8Array): Uint8Array {
  const both = new Uint8Array(first.length + second.length);
  both.set(first);
  both.set(second, first.length);
  return both;
}
