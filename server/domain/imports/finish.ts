import { recordEvents } from "#server/domain/audit/index";
import { enqueue } from "#server/domain/jobs/index";
import { notify } from "#server/domain/notifications/index";
import { executeOperationsJob } from "#server/domain/operations/index";
import type { Ctx, Tx } from "#server/kernel/context";
import { finishUploadJob, sendReportJob } from "./jobs";
import type { UploadRef } from "./schemas";

const lookAgainMs = 250;

/**
 * Ends a file once none of its operations is still on its way: each is final, in front of a person, or
 * waits for something outside (cash, publication). Its managers get their report, once.
 */
export async function finishUpload(ctx: Ctx, { uploadId }: UploadRef): Promise<void> {
  await ctx.transaction(async (tx) => {
    const [upload] = await tx.sql<{ uploadedBy: string }>(
      `select uploaded_by as "uploadedBy" from upload where id = $1 and state = 'PROCESSING' for no key update`,
      [uploadId],
    );
    if (!upload || (await isOnItsWay(tx, uploadId))) return;
    if (await isBeingCovered(tx, uploadId)) {
      await enqueue(tx, finishUploadJob, [{ uploadId }], {
        dueAt: () => new Date(tx.at.getTime() + lookAgainMs),
      });
      return;
    }
    await tx.sql("update upload set state = 'DONE', finished_at = now() where id = $1", [uploadId]);
    await recordEvents(tx, [{ action: "import.finish", subjectType: "upload", subjectId: uploadId }]);
    await reportToManagers(tx, uploadId, upload.uploadedBy);
  });
}

/** Each manager of the file's funds is told once what became of it. Enqueues: call it last. */
export async function reportToManagers(tx: Tx, uploadId: string, uploadedBy: string): Promise<void> {
  const recipients = await managersOf(tx, uploadId, uploadedBy);
  const ids = await notify(
    tx,
    recipients.map((userId) => ({ kind: "import.report", subjectId: uploadId, userId })),
  );
  await enqueue(
    tx,
    sendReportJob,
    ids.map((notificationId) => ({ notificationId })),
  );
}

/** Unpriced or ready, and nobody was asked to look at it yet. */
async function isOnItsWay(tx: Tx, uploadId: string): Promise<boolean> {
  const rows = await tx.sql(
    `select 1 from operation o
      where o.upload_id = $1 and o.state = 'PENDING' and o.wait_reason in ('AWAITING_PRICE', 'READY')
        and not exists (select 1 from review_item r where r.subject_id = o.id and r.state = 'OPEN')
      limit 1`,
    [uploadId],
  );
  return rows.length > 0;
}

/**
 * Lacks cash or position while its fund is being executed: a purchase or a sale that is about to be
 * executed may bring it, so nobody can say yet that it waits.
 */
async function isBeingCovered(tx: Tx, uploadId: string): Promise<boolean> {
  const rows = await tx.sql(
    `select 1 from upload_fund f
       join operation o on o.fund_id = f.fund_id and o.upload_id = f.upload_id and o.state = 'PENDING'
        and o.wait_reason in ('INSUFFICIENT_CASH', 'INSUFFICIENT_POSITION')
      where f.upload_id = $1 and (
        exists (select 1 from job j where j.name = $2 and j.key = f.fund_id::text and j.state = 'waiting')
        or exists (select 1 from job j where j.name = $2 and j.key = f.fund_id::text and j.state = 'claimed'))
      limit 1`,
    [uploadId, executeOperationsJob.name],
  );
  return rows.length > 0;
}

/** The managers of the file's funds; when a file reached no fund, the person who sent it. */
async function managersOf(tx: Tx, uploadId: string, uploadedBy: string): Promise<string[]> {
  const rows = await tx.sql<{ id: string }>(
    `select distinct u.id from app_user u
       join user_fund uf on uf.user_id = u.id
       join upload_fund f on f.fund_id = uf.fund_id and f.upload_id = $1
      where u.role = 'gestor' and u.disabled_at is null
     order by u.id`,
    [uploadId],
  );
  return rows.length > 0 ? rows.map((row) => row.id) : [uploadedBy];
}
