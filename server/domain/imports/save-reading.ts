import { recordEvents } from "#server/domain/audit/index";
import type { Ctx } from "#server/kernel/context";
import { lockUpload } from "./lock";
import type { Reading } from "./model/reading";
import { requireWhole } from "./queries";

/**
 * Keeps how a person wants a file to be read before it is read so: neither a reload nor a closed tab
 * loses it, and whoever else is at the file sees it. A preview of another reading is one no more.
 * @throws DomainError `upload.not_found`, `upload.wrong_state`
 */
export async function saveReading(
  ctx: Ctx,
  { uploadId, reading }: { uploadId: string; reading: Reading },
): Promise<void> {
  await ctx.transaction(async (tx) => {
    await lockUpload(tx, uploadId, ["RECEIVING", "AWAITING_CONFIRMATION", "PREVIEWED", "REFUSED"]);
    await requireWhole(tx, uploadId);
    await tx.sql(
      `update upload set reading = $2::jsonb, state = case when state = 'PREVIEWED' then 'AWAITING_CONFIRMATION' else state end,
              preview = null, rows_changed_at = null, staged_at = null, chunk_count = null, row_count = null
        where id = $1 and reading <> $2::jsonb`,
      [uploadId, JSON.stringify(reading)],
    );
    await recordEvents(tx, [
      {
        action: "import.choose_reading",
        subjectType: "upload",
        subjectId: uploadId,
        after: { reading: reading as never },
      },
    ]);
  });
}
