import { createHash } from "node:crypto";
import { type Json, recordEvents } from "#server/domain/audit/index";
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
import type { OperationFilter } from "./schemas";

export type ExportRequest = {
  filter: OperationFilter;
  format: ExportFormat;
  words: ExportWords;
  /** The filter as the person read it, and the address that shows it. */
  inWords: string;
  address: string;
};
export type OpenExport = { exportId: string; stream: ReadableStream<Uint8Array> };

const rowsAtOnce = 1_000;

/**
 * Exactly what a filter matches, newest day first, in pieces as they are read: no list is too long. Days
 * and ids never change, so that no operation is left out or told twice; each is as it stood when it was
 * read. Who, what and how much is an audit event at the beginning and at the end, and stands in the file's
 * last lines with the hash of everything before them.
 */
export async function openOperationsExport(ctx: Ctx, request: ExportRequest): Promise<OpenExport> {
  const exportId = newId();
  const { at, by } = await ctx.transaction((tx) => begin(tx, exportId, request));
  const sum: Sum = { rows: 0, executedCents: 0n, hash: createHash("sha256") };
  const lines = pieces(ctx, request, { exportId, at, by, sum });
  const encoder = new TextEncoder();
  return {
    exportId,
    stream: new ReadableStream({
      async pull(controller) {
        const { value, done } = await lines.next();
        if (done) controller.close();
        else controller.enqueue(encoder.encode(value));
      },
      cancel: async () => {
        await lines.return(undefined);
        await ctx.transaction((tx) => record(tx, "export.abandon", exportId, { rows: sum.rows }));
      },
    }),
  };
}

type Sum = { rows: number; executedCents: bigint; hash: ReturnType<typeof createHash> };
type Head = { exportId: string; at: Date; by: string; sum: Sum };

async function* pieces(ctx: Ctx, request: ExportRequest, head: Head): AsyncGenerator<string> {
  const { filter, format, words } = request;
  const { sum } = head;
  const said = (text: string) => {
    sum.hash.update(text, "utf8");
    return text;
  };
  const first = exportHead(format, words);
  if (first) yield said(first);
  let cursor: string | null = null;
  do {
    const page = await ctx.transaction((tx) =>
      listOperations(tx, { ...filter, order: { by: "day", direction: "desc" }, cursor, limit: rowsAtOnce }),
    );
    for (const row of page.items) add(sum, row);
    if (page.items.length > 0) yield said(page.items.map((row) => exportLine(row, format, words)).join(""));
    cursor = page.nextCursor;
  } while (cursor);
  const context: ExportContext = {
    exportId: head.exportId,
    filter: request.inWords,
    address: request.address,
    by: head.by,
    at: head.at,
    rows: sum.rows,
    executedCents: sum.executedCents,
    sha256: sum.hash.digest("hex"),
  };
  const { rows, executedCents, sha256 } = context;
  await ctx.transaction((tx) => record(tx, "export.finish", head.exportId, { rows, executedCents, sha256 }));
  yield exportFoot(format, context, words);
}

function add(sum: Sum, row: OperationRow): void {
  sum.rows += 1;
  if (row.state === "EXECUTED") sum.executedCents += row.totalCents ?? 0n;
}

async function begin(
  tx: Tx,
  exportId: string,
  { filter, format }: ExportRequest,
): Promise<{ at: Date; by: string }> {
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
  return { at: tx.at, by: person?.name ?? tx.actor.id };
}

async function record(tx: Tx, action: string, exportId: string, after: Json): Promise<void> {
  await recordEvents(tx, [{ action, subjectType: "export", subjectId: exportId, after }]);
}
