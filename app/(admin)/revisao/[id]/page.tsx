import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import type { SearchParams } from "nuqs/server";
import { loadQueue, rowsAtOnce, toQueueInput } from "../../../../components/review/queue-address";
import { ReviewHeader } from "../../../../components/review/review-header";
import { ReviewScreen } from "../../../../components/review/review-screen";
import { Hydrate, orNotFound, pageData, requireRight } from "../../../page-data";

type Props = { params: Promise<{ id: string }>; searchParams: Promise<SearchParams> };

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("review"))("title") };
}

/** One item by its address, with the queue that it is looked at from. */
export default async function ReviewItemPage({ params, searchParams }: Props) {
  const { capabilities } = await requireRight("review:read");
  const { trpc, queryClient } = await pageData();
  const { id } = await params;
  const { filter, counted, order, byReason } = toQueueInput(await loadQueue(searchParams));
  await Promise.all([
    orNotFound(queryClient.fetchQuery(trpc.review.item.queryOptions({ reviewItemId: id }))),
    queryClient.prefetchInfiniteQuery(
      trpc.review.queue.infiniteQueryOptions(
        { filter, order, byReason, limit: rowsAtOnce },
        { getNextPageParam: (page) => page.nextCursor },
      ),
    ),
    queryClient.prefetchQuery(trpc.review.queueCounts.queryOptions(counted)),
  ]);
  const canDecide = capabilities.has("review:decide");
  return (
    <Hydrate>
      <ReviewHeader canDecide={canDecide} />
      <ReviewScreen canDecide={canDecide} />
    </Hydrate>
  );
}
