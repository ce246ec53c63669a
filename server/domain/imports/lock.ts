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
  acceptedAt: Date | null;
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
            confirmed_at as "confirmedAt", accepted_at as "acceptedAt", refusal_code as "refusalCode"
       from upload where id = $1 for no key update`,
    [uploadId],
  );
  if (!row) throw new DomainError("upload.not_found", { uploadId });
  if (!states.includes(row.state))
    throw new DomainError("upload.wrong_state", { uploadId, state: row.state });
  return row;
}

/**
 * Locks a file of which every line was decided: it ended by itself, or was stopped on its way.
 * @throws DomainError `upload.not_found`, `upload.wrong_state` (details.state)
 */
export async function lockDecided(tx: Tx, uploadId: string): Promise<LockedUpload> {
  const upload = await lockUpload(tx, uploadId, ["DONE", "CANCELLED"]);
  if (upload.acceptedAt === null)
    throw new DomainError("upload.wrong_state", { uploadId, state: upload.state });
  return upload;
}
