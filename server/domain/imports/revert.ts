import { recordEvents } from "#server/domain/audit/index";
import { enqueue } from "#server/domain/jobs/index";
import { type TakeBackPage, takeBackOperations } from "#server/domain/operations/index";
import { fundScope } from "#server/kernel/actor";
import type { Ctx, Tx } from "#server/kernel/context";
import { DomainError } from "#server/kernel/errors";
import { newId } from "#server/kernel/id";
import { revertUploadJob } from "./jobs";
import { lockDecided } from "./lock";
import { getUpload } from "./queries";

/**
 * Asks for a whole import to be taken back. Never by who sent the file or mended a line of it, and by
 * somebody who sees every fund of it. Asked again it is the same taking back, tried once more.
 * @throws DomainError `upload.not_found`, `upload.wrong_state`, `upload.own`, `upload.partial_scope`, `upload.reverting`
 */
export async function requestReversal(
  ctx: Ctx,
  { uploadId, reason }: { uploadId: string; reason: string },
): Promise<{ reversalId: string }> {
  return await ctx.transaction(async (tx) => {
    await getUpload(tx, uploadId);
    const upload = await lockDecided(tx, uploadId);
    await requireOther(tx, uploadId, upload.uploadedBy);
    const { userId } = tx.actor;
    const [row] = await tx.sql<{ id: string }>(
      `insert into upload_reversal (id, upload_id, state, reason, requested_by) values ($1, $2, 'RUNNING', $3, $4)
       on conflict (upload_id) do update set state = 'RUNNING', reason = excluded.reason, requested_by = excluded.requested_by,
              requested_at = now(), finished_at = null where upload_reversal.state = 'DONE'
       returning id`,
      [newId(), uploadId, reason, userId],
    );
    if (!row) throw new DomainError("upload.reverting", { uploadId });
    await recordEvents(tx, [
      {
        action: "import.revert",
        subjectType: "upload",
        subjectId: uploadId,
        after: { reversalId: row.id },
        reason,
      },
    ]);
    await enqueue(tx, revertUploadJob, [{ reversalId: row.id }]);
    return { reversalId: row.id };
  });
}

async function requireOther(tx: Tx, uploadId: string, uploadedBy: string): Promise<void> {
  const { userId } = tx.actor;
  const edits = await tx.sql("select 1 from upload_edit where upload_id = $1 and edited_by = $2 limit 1", [
    uploadId,
    userId,
  ]);
  if (!userId || uploadedBy === userId || edits.length > 0) throw new DomainError("upload.own", { uploadId });
  const scope = fundScope(tx.actor);
  if (scope === null) return;
  const [counts] = await tx.sql<{ accepted: number; seen: number }>(
    `select u.accepted_count as accepted, (select coalesce(sum(accepted_count), 0)::int from upload_fund where upload_id = u.id
        and fund_id = any ($2)) as seen from upload u where u.id = $1`,
    [uploadId, scope],
  );
  if (counts?.seen !== counts?.accepted) throw new DomainError("upload.partial_scope", { uploadId });
}

type Running = { reversalId: string; uploadId: string; reason: string; requestedBy: string };

/**
 * Takes an import back, fund by fund: each operation ends reverted, or is kept and says why. What cannot
 * be undone at first is tried again while others bring what it lacks. Running twice changes nothing.
 */
export async function revertUpload(ctx: Ctx, { reversalId }: { reversalId: string }): Promise<void> {
  const read = await ctx.transaction(async (tx) => {
    const [running] = await tx.sql<Running>(
      `select id as "reversalId", upload_id as "uploadId", reason, requested_by as "requestedBy"
         from upload_reversal where id = $1 and state = 'RUNNING'`,
      [reversalId],
    );
    if (!running) return null;
    const funds = await tx.sql<{ fundId: string }>(
      `select fund_id as "fundId" from upload_fund where upload_id = $1 order by fund_id`,
      [running.uploadId],
    );
    return { running, funds };
  });
  if (!read) return;
  for (const { fundId } of read.funds) await revertFund(ctx, read.running, fundId);
  await ctx.transaction((tx) => closeReversal(tx, read.running));
}

async function revertFund(ctx: Ctx, running: Running, fundId: string): Promise<void> {
  let pass: { reverted: number; refused: number };
  do {
    pass = { reverted: 0, refused: 0 };
    let page: TakeBackPage;
    let after: bigint | null = null;
    do {
      const from: bigint | null = after;
      page = await ctx.transaction((tx) => revertPage(tx, running, fundId, from));
      pass = {
        reverted: pass.reverted + page.reverted.length,
        refused: pass.refused + page.refused.length,
      };
      after = page.after;
    } while (page.hasMore);
  } while (pass.reverted > 0 && pass.refused > 0);
}

async function revertPage(
  tx: Tx,
  { reversalId, uploadId, reason, requestedBy }: Running,
  fundId: string,
  after: bigint | null,
): Promise<TakeBackPage> {
  const page = await takeBackOperations(tx, { fundId, uploadId, after, reason, requestedBy });
  const rows = [
    ...page.reverted.map((row) => ({ ...row, bucket: "REVERTED" })),
    ...page.refused.map((row) => ({
      ...row,
      bucket: row.code === "BALANCE_OUT_OF_RANGE" ? "FAILED" : "KEPT",
    })),
  ];
  await tx.sql(
    `insert into upload_reversal_row (reversal_id, operation_id, fund_id, row_no, bucket, code)
     select $1, id, $2, row_no, bucket, code from unnest($3::uuid[], $4::int[], $5::text[], $6::text[]) as x(id, row_no, bucket, code)
     on conflict (reversal_id, operation_id) do update set bucket = excluded.bucket, code = excluded.code`,
    [
      reversalId,
      fundId,
      rows.map(({ operationId }) => operationId),
      rows.map(({ rowNo }) => rowNo),
      rows.map(({ bucket }) => bucket),
      rows.map(({ code }) => code),
    ],
  );
  return page;
}

/** What ended before stays as it is, and says so; the same bytes may be sent again. */
async function closeReversal(tx: Tx, { reversalId, uploadId }: Running): Promise<void> {
  const [upload] = await tx.sql("select 1 from upload where id = $1 for no key update", [uploadId]);
  if (!upload) return;
  await tx.sql(
    `insert into upload_reversal_row (reversal_id, operation_id, fund_id, row_no, bucket, code)
     select $1, id, fund_id, row_no, 'KEPT', case state when 'REVERSED' then 'ALREADY_REVERSED' else 'ALREADY_' || state end
       from operation where upload_id = $2 and taken_back_at is null and state in ('REVERSED', 'REJECTED', 'CANCELLED')
     on conflict do nothing`,
    [reversalId, uploadId],
  );
  const [counts] = await tx.sql<{ reverted: number; kept: number; failed: number }>(
    `select count(*) filter (where bucket = 'REVERTED')::int as reverted, count(*) filter (where bucket = 'KEPT')::int as kept,
            count(*) filter (where bucket = 'FAILED')::int as failed from upload_reversal_row where reversal_id = $1`,
    [reversalId],
  );
  await tx.sql("update upload set holds_hash = false where id = $1", [uploadId]);
  await tx.sql("update upload_reversal set state = 'DONE', finished_at = now() where id = $1", [reversalId]);
  await recordEvents(tx, [
    {
      action: "import.reverted",
      subjectType: "upload",
      subjectId: uploadId,
      after: { reversalId, ...counts },
    },
  ]);
}
