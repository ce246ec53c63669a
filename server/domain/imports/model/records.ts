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
export const recordLimits: RecordLimits = { bytes: 64 * 1024, lines: 200 };

const LF = 0x0a;
const CR = 0x0d;
const QUOTE = 0x22;
const SPACE = 0x20;
const TAB = 0x09;

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
  const delimiter = options.delimiter.charCodeAt(0);
  const limits = options.limits ?? recordLimits;
  let base = options.offset ?? 0; // file offset of held[0]
  let line = options.line ?? 1;
  let held: Uint8Array = new Uint8Array(0);
  let skipping = false; // inside a record already reported as too long
  let pendingLf = false; // that record ended in CR at the end of the bytes

  function consume(bytes: Uint8Array, isLast: boolean): void {
    let at = 0;
    if (skipping || pendingLf) at = skipLine(bytes);
    while (at < bytes.length && !skipping) {
      const next = takeRecord(bytes, at, isLast);
      if (next < 0) break;
      at = next;
    }
    base += at;
    held = bytes.slice(at);
  }

  /** Drops bytes up to and including the line ending. */
  function skipLine(bytes: Uint8Array): number {
    let at = 0;
    if (skipping) {
      while (at < bytes.length && bytes[at] !== LF && bytes[at] !== CR) at++;
      if (at === bytes.length) return at;
      skipping = false;
      line++;
      pendingLf = bytes[at] === CR;
      at++;
    }
    if (pendingLf && at < bytes.length) {
      if (bytes[at] === LF) at++;
      pendingLf = false;
    }
    return at;
  }

  /** Reports the record that starts at `at`. @returns where the next one starts, -1 when bytes are missing */
  function takeRecord(bytes: Uint8Array, at: number, isLast: boolean): number {
    const bound = Math.min(bytes.length, at + limits.bytes + 1);
    let lines = 1;
    let isBlank = true;
    let firstEnding = -1; // of a line ending inside quotes
    let isOpen = false;
    let i = at;
    scan: while (i < bound) {
      const byte = bytes[i] as number;
      if (byte > QUOTE) {
        isBlank = false;
        i++;
        continue;
      }
      if (byte === LF || byte === CR) {
        const after = afterEnding(bytes, i, isLast);
        if (after < 0) return -1;
        if (!isBlank) onRecord(base + at, base + i, line, null);
        line += lines;
        return after;
      }
      if (byte !== SPACE && byte !== TAB) isBlank = false;
      if (byte !== QUOTE || (i !== at && bytes[i - 1] !== delimiter)) {
        i++;
        continue;
      }
      // A quoted field: on to the quote that closes it.
      isOpen = true;
      i++;
      while (i < bound) {
        const inner = bytes[i] as number;
        if (inner === QUOTE) {
          if (i + 1 >= bytes.length && !isLast) break scan;
          if (bytes[i + 1] !== QUOTE) {
            isOpen = false;
            i++;
            continue scan;
          }
          i += 2;
          continue;
        }
        if (inner === LF || inner === CR) {
          if (firstEnding < 0) firstEnding = i;
          const after = afterEnding(bytes, i, isLast);
          if (after < 0) break scan;
          if (++lines > limits.lines) return takeLineAlone(bytes, at, firstEnding, isLast);
          i = after;
          continue;
        }
        i++;
      }
      break;
    }
    const isOverLimit = bytes.length - at > limits.bytes;
    if (!isOverLimit && !isLast) return -1;
    if (firstEnding >= 0 && (isOverLimit || isOpen)) return takeLineAlone(bytes, at, firstEnding, isLast);
    if (isOverLimit) return takeTooLong(bytes, at, isLast);
    // The last record, without a line ending.
    if (!isBlank) onRecord(base + at, base + bytes.length, line, isOpen ? "UNCLOSED_QUOTE" : null);
    line += lines;
    return bytes.length;
  }

  /** A quote opened on this line never closed: the line is a record by itself. */
  function takeLineAlone(bytes: Uint8Array, at: number, ending: number, isLast: boolean): number {
    const after = afterEnding(bytes, ending, isLast);
    if (after < 0) return -1;
    onRecord(base + at, base + ending, line, "UNCLOSED_QUOTE");
    line++;
    return after;
  }

  function takeTooLong(bytes: Uint8Array, at: number, isLast: boolean): number {
    onRecord(base + at, base + at + limits.bytes + 1, line, "RECORD_TOO_LONG");
    let i = at + limits.bytes;
    while (i < bytes.length && bytes[i] !== LF && bytes[i] !== CR) i++;
    if (i === bytes.length) {
      skipping = !isLast;
      return i;
    }
    line++;
    const after = afterEnding(bytes, i, isLast);
    if (after >= 0) return after;
    pendingLf = true;
    return i + 1;
  }

  return {
    push(bytes) {
      if (bytes.length === 0) return;
      consume(held.length === 0 ? bytes : joined(held, bytes), false);
    },
    end() {
      consume(held, true);
    },
  };
}

/** Index after the line ending at `i`; -1 when a CR is the last byte known and an LF may follow. */
function afterEnding(bytes: Uint8Array, i: number, isLast: boolean): number {
  if (bytes[i] === LF) return i + 1;
  if (i + 1 < bytes.length) return bytes[i + 1] === LF ? i + 2 : i + 1;
  return isLast ? i + 1 : -1;
}

function joined(first: Uint8Array, second: Uint8Array): Uint8Array {
  const both = new Uint8Array(first.length + second.length);
  both.set(first);
  both.set(second, first.length);
  return both;
}
