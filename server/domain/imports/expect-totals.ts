import { recordEvents } from "#server/domain/audit/index";
import type { Ctx, Tx } from "#server/kernel/context";
import { DomainError } from "#server/kernel/errors";
import { readControl } from "./control";
import { lockUpload } from "./lock";
import { type ExpectedTotals, storeExpected } from "./model/control-totals";
import { requireWhole } from "./queries";

/**
 * Keeps what a person expects a file to add up to, until it is confirmed. What is absent is expected no more.
 * @throws DomainError `upload.not_found`, `upload.wrong_state`
 */
export async function expectTotals(
  ctx: Ctx,
  { uploadId, expected }: { uploadId: string; expected: ExpectedTotals },
): Promise<void> {
  await ctx.transaction(async (tx) => {
    await lockUpload(tx, uploadId, [
      "RECEIVING",
      "AWAITING_CONFIRMATION",
      "SPLITTING",
      "STAGING",
      "PREVIEWED",
      "REFUSED",
    ]);
    await requireWhole(tx, uploadId);
    const stored = storeExpected(expected);
    await tx.sql("update upload set expected_totals = $2::jsonb where id = $1", [uploadId, stored]);
    await recordEvents(tx, [
      {
        action: "import.expect",
        subjectType: "upload",
        subjectId: uploadId,
        after: { expected: stored === null ? null : JSON.parse(stored) },
      },
    ]);
  });
}

/**
 * Compares what is expected of a locked file with what its preview says goes in.
 * @returns what the confirmation's event tells of it; null when nothing was expected
 * @throws DomainError `upload.totals_unknown` when no preview of these very rows tells it,
 * `upload.totals_differ` when they differ and nobody says why that is right
 */
export async function requireTotals(tx: Tx, uploadId: string, reason: string | undefined) {
  const control = await readControl(tx, uploadId);
  if (control === null) return null;
  const { checks } = control;
  if (checks === null) throw new DomainError("upload.totals_unknown", { uploadId });
  const differing = checks.filter(({ matches }) => !matches).map(({ key }) => key);
  if (differing.length > 0 && !reason) throw new DomainError("upload.totals_differ", { uploadId, differing });
  return {
    matches: differing.length === 0,
    totals: checks.map((check) => ({
      ...check,
      expected: check.expected.toString(),
      found: check.found.toString(),
    })),
  };
}
