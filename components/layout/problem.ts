import { TRPCClientError } from "@trpc/client";
import type { Problem } from "#server/trpc/errors";

/** What the server said went wrong; null when it could not be reached at all. */
export function readProblem(error: unknown): Problem | null {
  if (!(error instanceof TRPCClientError)) return null;
  const { data } = error as { data?: { problem?: Problem } | null };
  return data?.problem ?? null;
}
