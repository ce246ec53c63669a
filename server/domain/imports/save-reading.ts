import { recordEvents } from "#server/domain/audit/index";
import { enqueue } from "#server/domain/jobs/index";
import type { Ctx } from "#server/kernel/context";
import { openSpreadsheetJob } from "./jobs";
import { lockUpload } from "./lock";
import type { Reading } from "./model/reading";
import { requireWhole } from "./queries";
import { requireReading, setReading } from "./reading-version";

/**
 * Keeps how a person wants a file to be read before it is read so: neither a reload nor a closed tab
 * loses it, and whoever else is at the file sees it. A preview of another reading is one no more; another
 * sheet of a workbook is opened.
 * @param input.version the reading that the choice was made on
 * @returns the version that holds now
 * @throws DomainError `upload.not_found`, `upload.wrong_state`, `upload.reading_changed`
 */
export async function saveReading(
  ctx: Ctx,
  { uploadId, reading, version }: { uploadId: string; reading: Reading; version?: number | undefined },
): Promise<{ version: number }> {
  return await ctx.transaction(async (tx) => {
    await lockUpload(tx, uploadId, ["RECEIVING", "AWAITING_CONFIRMATION", "PREVIEWED", "REFUSED"]);
    await requireWhole(tx, uploadId);
    await requireReading(tx, uploadId, reading, version);
    const [before] = await tx.sql<{ sheet: string | null; isWorkbook: boolean; version: number }>(
      `select reading ->> 'sheet' as sheet, sheets is not null as "isWorkbook", reading_version as version from upload where id = $1`,
      [uploadId],
    );
    const [after] = await tx.sql<{ version: number }>(
      `update upload set ${setReading("$3")}, state = case when state = 'PREVIEWED' then 'AWAITING_CONFIRMATION' else state end,
              preview = null, rows_changed_at = null, staged_at = null, chunk_count = null, row_count = null
        where id = $1 and reading <> $2::jsonb returning reading_version as version`,
      [uploadId, JSON.stringify(reading), tx.actor.userId],
    );
    await recordEvents(tx, [
      {
        action: "import.choose_reading",
        subjectType: "upload",
        subjectId: uploadId,
        after: { reading: reading as never },
      },
    ]);
    const isOtherSheet = before?.isWorkbook && (before.sheet ?? undefined) !== reading.sheet;
    if (isOtherSheet) await enqueue(tx, openSpreadsheetJob, [{ uploadId }]);
    return { version: (after ?? before)?.version ?? 0 };
  });
}
