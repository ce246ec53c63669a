import { enqueue } from "#server/domain/jobs/index";
import type { Ctx } from "#server/kernel/context";
import { discardUploadJob } from "./jobs";

/** Runs a step of a file. One that was cancelled under its hands is no failure: what it began is discarded. */
export async function unlessCancelled(ctx: Ctx, uploadId: string, step: () => Promise<void>): Promise<void> {
  try {
    await step();
  } catch (error) {
    const isCancelled = await ctx.transaction(async (tx) => {
      const [gone] = await tx.sql("select 1 from upload where id = $1 and state = 'CANCELLED'", [uploadId]);
      if (gone) await enqueue(tx, discardUploadJob, [{ uploadId }]);
      return gone !== undefined;
    });
    if (!isCancelled) throw error;
  }
}
