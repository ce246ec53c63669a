import type { FileFormat } from "./head";
import { createRecordScanner } from "./records";

/** A piece of a file that starts and ends at record boundaries. Rows count from 1 over the whole file. */
export type ChunkPlan = {
  readonly chunkNo: number;
  readonly byteStart: number;
  /** Exclusive. */
  readonly byteEnd: number;
  readonly firstRow: number;
  readonly firstLine: number;
  readonly rowCount: number;
};

export type ChunkPlanner = {
  /** Takes the next bytes of the file, from `format.dataStart` on. */
  push(bytes: Uint8Array): void;
  end(): void;
  readonly rowCount: number;
};

/**
 * Cuts a file into chunks while it streams by. A chunk closes at `rowLimit` rows or when the next record
 * would carry it past `byteLimit` bytes, so that one chunk always fits in memory.
 */
export function createChunkPlanner(
  format: Pick<FileFormat, "delimiter" | "dataStart" | "dataLine">,
  limits: { rowLimit: number; byteLimit: number },
  onChunk: (chunk: ChunkPlan) => void,
): ChunkPlanner {
  let chunkNo = 0;
  let rowCount = 0;
  let firstRow = 0;
  let firstLine = 0;
  let byteStart = -1;
  let byteEnd = -1;

  function close(): void {
    if (byteStart < 0) return;
    onChunk({ chunkNo, byteStart, byteEnd, firstRow, firstLine, rowCount: rowCount - firstRow + 1 });
    chunkNo++;
    byteStart = -1;
  }

  const scanner = createRecordScanner(
    { delimiter: format.delimiter, offset: format.dataStart, line: format.dataLine },
    (start, end, line) => {
      const isFull =
        byteStart >= 0 && (rowCount - firstRow + 1 >= limits.rowLimit || end - byteStart > limits.byteLimit);
      if (isFull) close();
      rowCount++;
      if (byteStart < 0) {
        byteStart = start;
        firstRow = rowCount;
        firstLine = line;
      }
      byteEnd = end;
    },
  );
  return {
    push: (bytes) => scanner.push(bytes),
    end() {
      scanner.end();
      close();
    },
    get rowCount() {
      return rowCount;
    },
  };
}
