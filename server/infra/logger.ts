import pino, { type DestinationStream } from "pino";
import type { Log } from "#server/kernel/context";

/** Fields a log line may carry; everything else is dropped, so that no person or amount slips in. */
const allowed = new Set([
  "requestId",
  "part",
  "job",
  "jobId",
  "queue",
  "leaseToken",
  "attempts",
  "code",
  "kind",
  "errorName",
  "cause",
  "stack",
  "fundId",
  "uploadId",
  "operationId",
  "subjectId",
  "userId",
  "tokenId",
  "count",
  "rows",
  "chunk",
  "bytes",
  "durationMs",
  "assetClass",
  "priceOn",
  "status",
  "port",
  "url",
  "backend",
  "pid",
  "name",
  "slot",
  "service",
  "state",
  "signal",
]);

export function createLog(part: string, level: string, destination?: DestinationStream): Log {
  const logger = pino(
    { level, base: { part, pid: process.pid }, timestamp: pino.stdTimeFunctions.isoTime },
    destination as DestinationStream,
  );
  return wrap(logger);
}

function wrap(logger: pino.Logger): Log {
  return {
    debug: (fields, message) => logger.debug(keepAllowed(fields), message),
    info: (fields, message) => logger.info(keepAllowed(fields), message),
    warn: (fields, message) => logger.warn(keepAllowed(fields), message),
    error: (fields, message) => logger.error(keepAllowed(fields), message),
  };
}

function keepAllowed(fields: Readonly<Record<string, unknown>>): Record<string, unknown> {
  const kept: Record<string, unknown> = {};
  for (const [key, value] of Object.entries(fields)) {
    if (key === "error") Object.assign(kept, describeError(value));
    else if (allowed.has(key)) kept[key] = value;
  }
  return kept;
}

/** Code, class and stack of an error. Messages of foreign errors may quote data, so they stay out. */
function describeError(error: unknown): Record<string, unknown> {
  if (!(error instanceof Error)) return { errorName: typeof error };
  const { code } = error as { code?: unknown };
  const frames = (error.stack ?? "")
    .split("\n")
    .filter((line) => line.trimStart().startsWith("at "))
    .slice(0, 6);
  return {
    errorName: error.name,
    ...(typeof code === "string" ? { code } : {}),
    stack: frames.map((line) => line.trim()),
    ...(error.cause ? { cause: describeError(error.cause) } : {}),
  };
}
