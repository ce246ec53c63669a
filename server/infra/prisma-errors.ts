/** Prisma's own codes for a database that cannot be reached, or that went away under a transaction. */
const lostCodes = new Set(["P1001", "P1002", "P1008", "P1017", "P2024", "P2028"]);

/**
 * Prisma's error as `pg` would have thrown it: the verbs read SQLSTATE from `code`, whichever client ran
 * the statement. Anything else is returned as it came.
 */
export function asPgError(error: unknown): unknown {
  if (!(error instanceof Error)) return error;
  const { code, meta, cause } = error as Error & PrismaError;
  const original = originalOf(meta?.driverAdapterError?.cause ?? cause);
  if (original) return Object.assign(new Error(error.message, { cause: error }), { code: original });
  if (error.name.startsWith("PrismaClient") && code && lostCodes.has(code)) {
    return Object.assign(new Error(error.message, { cause: error }), { code: "08006" });
  }
  return error;
}

type PrismaError = { code?: string; meta?: { driverAdapterError?: { cause?: unknown } }; cause?: unknown };

function originalOf(cause: unknown): string | null {
  if (typeof cause !== "object" || cause === null) return null;
  const { originalCode, kind } = cause as { originalCode?: unknown; kind?: unknown };
  if (typeof originalCode === "string") return originalCode;
  return kind === "DatabaseNotReachable" || kind === "ConnectionClosed" || kind === "SocketTimeout"
    ? "08006"
    : null;
}
