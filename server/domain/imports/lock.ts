import type { Tx } from "#server/kernel/context";
import { DomainError } from "#server/kernel/errors";
import type { UploadState } from "./model/upload-state";

export type LockedUpload = {
  state: UploadState;
  storageKey: string;
  sizeBytes: bigint;
  ordinal: bigint;
  uploadedBy: string;
  confirmedAt: Date | null;
  refusalCode: string | null;
};

/**
 * Locks a file's row and checks that it is where the caller needs it.
 * @throws DomainError `upload.not_found`, `upload.wrong_state` (details.state)
 */
export async function lockUpload(
  tx: Tx,
  uploadId: string,
  states: readonly UploadState[],
): Promise<LockedUpload> {
  const [row] = await tx.sql<LockedUpload>(
    `select state, storage_key as "storageKey", size_bytes as "sizeBytes", ordinal, uploaded_by as "uploadedBy",
            confirmed_at as "confirmedAt", refusal_code as "refusalCode"
       from upload where id = $1 for no key update`,
    [uploadId],
  );
  if (!row) throw new DomainError("upload.not_found", { uploadId });
  if (!states.includes(row.state))
    throw new DomainError("upload.wrong_state", { uploadId, state: row.state });
  return row;
}
