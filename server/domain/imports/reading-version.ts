import type { Tx } from "#server/kernel/context";
import { DomainError } from "#server/kernel/errors";
import type { Reading } from "./model/reading";

/**
 * A choice made on a reading that somebody changed meanwhile would undo theirs without anybody's knowing.
 * The same choice come twice is one. Call it with the upload locked.
 * @param version the one that the choice was made on; absent when nobody looked at one
 * @throws DomainError `upload.reading_changed` (details.version: the one of now)
 */
export async function requireReading(
  tx: Tx,
  uploadId: string,
  reading: Reading,
  version: number | undefined,
): Promise<void> {
  if (version === undefined) return;
  const [now] = await tx.sql<{ version: number; isSame: boolean }>(
    `select reading_version as version, reading = $2::jsonb as "isSame" from upload where id = $1`,
    [uploadId, JSON.stringify(reading)],
  );
  if (!now || now.version === version || now.isSame) return;
  throw new DomainError("upload.reading_changed", { uploadId, version: now.version });
}

/** For an `update upload`: the reading at `$2`, and that the actor at `param` chose it, unless it is as it was. */
export function setReading(param: `$${number}`): string {
  return `reading = $2::jsonb, reading_version = reading_version + (reading <> $2::jsonb)::int,
          reading_by = case when reading <> $2::jsonb then ${param}::uuid else reading_by end,
          reading_at = case when reading <> $2::jsonb then clock_timestamp() else reading_at end`;
}
