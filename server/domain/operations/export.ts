import { createHash } from "node:crypto";
import { type EventAction, type Json, recordEvents } from "#server/domain/audit/index";
import type { Ctx, Tx } from "#server/kernel/context";
import { newId } from "#server/kernel/id";
import { listOperations, type OperationRow } from "./list";
import {
  type ExportContext,
  type ExportFormat,
  type ExportWords,
  exportFoot,
  exportHead,
  exportLine,
} from "./model/export-line";
import { type OperationTotals, sumOperations } from "./queries";
import type { OperationFilter } from "./schemas";

export type ExportRequest = {
  filter: OperationFilter;
  format: ExportFormat;
  words: ExportWords;
  /** The filter as the person read it, and the address that shows it. */
  inWords: string;
  address: string;
};
export type OpenExport = {
  exportId: string;
  /** What the file is of, but for the hash of lines that are yet to be read. */
  context: Omit<ExportContext, "sha256">;
  stream: ReadableStream<Uint8Array>;
  /** Resolves when nothing is read for it any more, however it ended. */
  ended: Promise<void>;
};

const rowsAtOnce = 1_000;
/** A snapshot that is held keeps the database from tidying up, so nobody holds one for longer. */
const longestMs = 10 * 60_000;

/**
 * Exactly what a filter matches, newest day first, in pieces as they are taken: no list is too long. All of
 * it is read in one snapshot, so that lines, count and sum are of one instant whatever happens meanwhile.
 * Who, what and how much is an audit event at the beginning and at the end, and stands in the file's last
 * lines with the hash of everything before them.
 */
export async function openOperationsExport(ctx: Ctx, request: ExportRequest): Promise<OpenExport> {
  const exportId = newId();
  const by = await ctx.transaction((tx) => begin(tx, exportId, request));
  const snapshot = await openSnapshot(ctx);
  const context = await readContext(snapshot.tx, request, { exportId, by }).catch(async (error) => {
    await snapshot.end();
    throw error;
  });
  const lines = pieces(ctx, request, { context, snapshot });
  const encoder = new TextEncoder();
  let rows = 0;
  let timer: NodeJS.Timeout | undefined;
  const breakOff = async () => {
    clearTimeout(timer);
    await lines.return(undefined);
    await snapshot.end();
    await ctx.transaction((tx) => record(tx, "export.abandon", exportId, { rows }));
  };
  let broken: Promise<void> | undefined;
  const abandon = () => {
    broken ??= breakOff();
    return broken;
  };
  const stream = new ReadableStream<Uint8Array>({
    start(controller) {
      timer = setTimeout(() => {
        controller.error(new Error(`export ${exportId} was taken too slowly`));
        void abandon().catch(() => undefined);
      }, longestMs);
    },
    async pull(controller) {
      try {
        const { value, done } = await lines.next();
        if (done) {
          clearTimeout(timer);
          return controller.close();
        }
        rows += value.rows;
        controller.enqueue(encoder.encode(value.text));
      } catch (error) {
        await abandon().catch(() => undefined);
        throw error;
      }
    },
    cancel: abandon,
  });
  return { exportId, context, stream, ended: snapshot.ended };
}

type Snapshot = { tx: Tx; end: () => Promise<void>; ended: Promise<void> };

/** A transaction that is held from outside, as a stream is read long after the call that opened it. */
function openSnapshot(ctx: Ctx): Promise<Snapshot> {
  return new Promise((resolve, reject) => {
    const ended = ctx
      .transaction(
        (tx) =>
          new Promise<void>((done) => {
            const end = () => {
              done();
              return ended;
            };
            resolve({ tx, end, ended });
          }),
        { isSnapshot: true, longestMs: longestMs + 10_000 },
      )
      // Once it was given out, whoever reads in it meets the failure there.
      .catch(reject);
  });
}

async function readContext(
  tx: Tx,
  { filter, inWords, address }: ExportRequest,
  { exportId, by }: { exportId: string; by: string },
): Promise<OpenExport["context"]> {
  const { count, totalCents } = await sumOperations(tx, filter);
  return { exportId, filter: inWords, address, by, at: tx.at, rows: count, executedCents: totalCents };
}

type Piece = { text: string; rows: number };

async function* pieces(
  ctx: Ctx,
  { filter, format, words }: ExportRequest,
  { context, snapshot }: { context: OpenExport["context"]; snapshot: Snapshot },
): AsyncGenerator<Piece> {
  const hash = createHash("sha256");
  const said = (text: string, rows = 0): Piece => {
    hash.update(text, "utf8");
    return { text, rows };
  };
  const read: OperationTotals = { count: 0, totalCents: 0n };
  try {
    const first = exportHead(format, words);
    if (first) yield said(first);
    const order = { by: "day", direction: "desc" } as const;
    let cursor: string | null = null;
    do {
      const page = await listOperations(snapshot.tx, { ...filter, order, cursor, limit: rowsAtOnce });
      for (const row of page.items) add(read, row);
      const text = page.items.map((row) => exportLine(row, format, words)).join("");
      if (text) yield said(text, page.items.length);
      cursor = page.nextCursor;
    } while (cursor);
  } finally {
    await snapshot.end();
  }
  const { rows, executedCents } = context;
  // The head was said before the lines were read: a file that does not keep to it is no file.
  if (read.count !== rows || read.totalCents !== executedCents)
    throw new Error(`export ${context.exportId}: ${read.count} lines of ${rows}`);
  const sha256 = hash.digest("hex");
  await ctx.transaction((tx) =>
    record(tx, "export.finish", context.exportId, { rows, executedCents, sha256 }),
  );
  yield { text: exportFoot(format, { ...context, sha256 }, words), rows: 0 };
}

function add(sum: OperationTotals, row: OperationRow): void {
  sum.count += 1;
  if (row.state === "EXECUTED") sum.totalCents += row.totalCents ?? 0n;
}

/** @returns the person's name */
async function begin(tx: Tx, exportId: string, { filter, format }: ExportRequest): Promise<string> {
  const asked = Object.fromEntries(
    Object.entries(filter)
      .filter(([, value]) => value !== null && value !== undefined)
      .map(([key, value]) => [
        key,
        key === "only" || key === "except" ? (value as string[]).length : (value as Json),
      ]),
  );
  await record(tx, "export.begin", exportId, { of: "operations", format, filter: asked });
  const [person] = await tx.sql<{ name: string }>("select name from app_user where id = $1", [
    tx.actor.userId,
  ]);
  return person?.name ?? tx.actor.id;
}

async function record(tx: Tx, action: EventAction, exportId: string, after: Json): Promise<void> {
  await recordEvents(tx, [{ action, subjectType: "export", subjectId: exportId, after }]);
}
