import { recordEvents } from "#server/domain/audit/index";
import { fundScope } from "#server/kernel/actor";
import type { Ctx, Tx } from "#server/kernel/context";
import { DomainError } from "#server/kernel/errors";
import { newId } from "#server/kernel/id";
import type { FileFormat } from "./model/head";
import { type LayoutReading, layoutOf, type Reading, withLayout } from "./model/reading";

export type Layout = { layoutId: string; name: string; reading: LayoutReading };

const noFund = "00000000-0000-0000-0000-000000000000";

/** How files of this header are read: as said for the fund, else for files that name their fund in each line. */
export async function findLayout(
  tx: Tx,
  input: { fundId: string | null; fingerprint: string },
): Promise<Layout | null> {
  const [row] = await tx.sql<Layout>(
    `select id as "layoutId", name, reading from import_layout
      where forgotten_at is null and md5(fingerprint) = md5($1) and fingerprint = $1
        and coalesce(fund_id, $3::uuid) in ($3::uuid, coalesce($2::uuid, $3::uuid))
      order by fund_id nulls last limit 1`,
    [input.fingerprint, input.fundId, noFund],
  );
  return row ?? null;
}

/**
 * Keeps what a person said of how a file is read, over what was remembered of its header already, so that
 * the next one with this header asks nothing.
 */
export async function rememberLayout(tx: Tx, uploadId: string): Promise<void> {
  const [upload] = await tx.sql<{
    fundId: string | null;
    fileName: string;
    reading: Reading;
    header: FileFormat | null;
  }>(
    `select default_fund_id as "fundId", file_name as "fileName", reading, header from upload where id = $1`,
    [uploadId],
  );
  const fingerprint = upload?.header?.header.fingerprint ?? "";
  if (!upload || layoutOf(upload.reading) === null || fingerprint === "" || !tx.actor.userId) return;
  const before = await findLayout(tx, { fundId: upload.fundId, fingerprint });
  const layout = layoutOf(withLayout(upload.reading, before?.reading ?? null));
  const [kept] = await tx.sql<{ id: string }>(
    `insert into import_layout (id, fund_id, fingerprint, name, reading, created_by)
     values ($1, $2, $3, $4, $5::jsonb, $6)
     on conflict (coalesce(fund_id, '00000000-0000-0000-0000-000000000000'), md5(fingerprint)) where forgotten_at is null
     do update set reading = excluded.reading, used_at = now() where import_layout.fingerprint = excluded.fingerprint
     returning id`,
    [newId(), upload.fundId, fingerprint, upload.fileName, JSON.stringify(layout), tx.actor.userId],
  );
  if (!kept) return;
  await recordEvents(tx, [
    {
      action: "import.remember",
      subjectType: "import_layout",
      subjectId: kept.id,
      fundId: upload.fundId,
      after: { uploadId, reading: layout as never },
    },
  ]);
}

/**
 * Files with this header are asked about again.
 * @throws DomainError `upload.layout_not_found`
 */
export async function forgetLayout(ctx: Ctx, { layoutId }: { layoutId: string }): Promise<void> {
  await ctx.transaction(async (tx) => {
    const [gone] = await tx.sql<{ fundId: string | null }>(
      `update import_layout set forgotten_at = now()
        where id = $1 and forgotten_at is null and (fund_id is null or $2::uuid[] is null or fund_id = any ($2))
       returning fund_id as "fundId"`,
      [layoutId, fundScope(tx.actor)],
    );
    if (!gone) throw new DomainError("upload.layout_not_found", { layoutId });
    await recordEvents(tx, [
      {
        action: "import.forget",
        subjectType: "import_layout",
        subjectId: layoutId,
        fundId: gone.fundId,
      },
    ]);
  });
}
