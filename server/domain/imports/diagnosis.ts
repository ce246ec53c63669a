import { fundScope, seesFund } from "#server/kernel/actor";
import type { Ctx, Tx } from "#server/kernel/context";
import { DomainError } from "#server/kernel/errors";
import { headOptions, readStart } from "./head-options";
import { type Diagnosis, diagnose, kindOf, nothingKnown } from "./model/diagnosis";
import { headBytes } from "./model/encoding";
import type { Reading } from "./model/reading";

export type { Diagnosis } from "./model/diagnosis";

/** How a file's first bytes would be read, before anything is sent. */
export async function diagnoseHead(
  ctx: Ctx,
  input: { head: Uint8Array; fundId: string | null; reading: Reading },
): Promise<Diagnosis> {
  const { head, fundId, reading } = input;
  if (fundId && !seesFund(ctx.actor, fundId)) throw new DomainError("fund.not_found");
  if (kindOf(head) === "xlsx") return { ...nothingKnown(), kind: "xlsx", isPending: true };
  return await ctx.transaction((tx) => diagnoseBytes(tx, head, { fundId, reading }));
}

/**
 * The same of a stored file, with the reading it has unless another is given.
 * @throws `upload.not_found`
 */
export async function getDiagnosis(
  tx: Tx,
  input: { uploadId: string; reading?: Reading },
): Promise<Diagnosis> {
  const [upload] = await tx.sql<{
    textKey: string | null;
    storageKey: string;
    fundId: string | null;
    reading: Reading;
    sheets: string[] | null;
    state: string;
    hasBytes: boolean;
  }>(
    `select text_key as "textKey", storage_key as "storageKey", default_fund_id as "fundId", reading, sheets, state, size_bytes > 0 as "hasBytes"
       from upload where id = $1 and ($2::uuid[] is null or uploaded_by = $3::uuid)`,
    [input.uploadId, fundScope(tx.actor), tx.actor.userId],
  );
  if (!upload?.hasBytes || upload.state === "CANCELLED" || upload.state === "RECEIVING") {
    throw new DomainError("upload.not_found", { uploadId: input.uploadId });
  }
  const { storage } = tx.ports;
  const head = await readStart(storage, upload.textKey ?? upload.storageKey, headBytes);
  const isSheet = upload.textKey === null && kindOf(head) === "xlsx";
  if (isSheet) return { ...nothingKnown(), kind: "xlsx", isPending: upload.state !== "REFUSED" };
  const reading = input.reading ?? upload.reading;
  const found = await diagnoseBytes(tx, head, { fundId: upload.fundId, reading });
  return upload.textKey === null ? found : { ...found, kind: "xlsx", sheets: upload.sheets };
}

async function diagnoseBytes(
  tx: Tx,
  head: Uint8Array,
  input: { fundId: string | null; reading: Reading },
): Promise<Diagnosis> {
  const { options, layout } = await headOptions(tx, head, { ...input, isInteractive: true });
  return diagnose(head, {
    ...options,
    chosen: input.reading,
    layout: layout && { layoutId: layout.layoutId, name: layout.name },
  });
}
