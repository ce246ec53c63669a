import { recordEvents } from "#server/domain/audit/index";
import type { Tx } from "#server/kernel/context";
import { newId } from "#server/kernel/id";
import { fetchPricesJob } from "./jobs";
import { noticeClass } from "./model/notice-class";
import { requestPrices } from "./request";

type Notice = {
  readonly sourceId: string;
  readonly event: "NOVO" | "ATUALIZACAO" | "ATRASO";
  readonly itemName: string;
  readonly priceOn: string;
  readonly sentAt: string | null;
  readonly feedUrl: string | null;
};

/**
 * Takes what ANBIMA announces about one of its lists, once per notice. A list that somebody asked for is
 * read now instead of at its next turn (NOVO), or read again and compared (ATUALIZACAO); of one that is
 * late (ATRASO) its requests say so and go on asking. A list that nobody asked for stays unread.
 * @returns whether the notice had come before
 */
export async function receiveNotice(tx: Tx, notice: Notice): Promise<{ isRepeated: boolean }> {
  const { sourceId, event, itemName, priceOn, sentAt } = notice;
  const assetClass = noticeClass(notice);
  const id = newId();
  const rows = await tx.sql(
    `insert into price_notice (id, source_id, event, item_name, asset_class, price_on, sent_at)
     values ($1, $2, $3, $4, $5, $6, $7) on conflict (source_id) do nothing returning 1`,
    [id, sourceId, event, itemName, assetClass, priceOn, sentAt],
  );
  const isRepeated = rows.length === 0;
  await recordEvents(tx, [
    {
      action: isRepeated ? "price.notice_repeat" : "price.notice",
      subjectType: "price_notice",
      subjectId: id,
      after: { sourceId, event, itemName, assetClass, priceOn },
    },
  ]);
  if (isRepeated || assetClass === null) return { isRepeated };
  const list = [assetClass, priceOn] as const;
  if (event === "ATRASO") {
    await tx.sql(
      "update price_request set code = 'ATRASO_ANUNCIADO' where asset_class = $1 and price_on = $2 and state <> 'ANSWERED'",
      list,
    );
    return { isRepeated };
  }
  const [asked] = await tx.sql<{ state: string }>(
    "select state from price_request where asset_class = $1 and price_on = $2 for no key update",
    list,
  );
  if (asked?.state === "WAITING") await askNow(tx, `${assetClass}:${priceOn}`);
  else if (asked) await requestPrices(tx, [{ assetClass, priceOn }], 0);
  return { isRepeated };
}

/** What waits for its next turn is asked for at once. */
async function askNow(tx: Tx, key: string): Promise<void> {
  await tx.sql(
    "update job set due_at = least(due_at, now()) where name = $1 and key = $2 and state = 'waiting'",
    [fetchPricesJob.name, key],
  );
  await tx.sql("select 1 from (select pg_notify('lastro_job', '')) as n");
}
