import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import type { SearchParams } from "nuqs/server";
import { loadQueue, rowsAtOnce, toQueueInput } from "../../../components/review/queue-address";
import { ReviewHeader } from "../../../components/review/review-header";
import { ReviewScreen } from "../../../components/review/review-screen";
import { Hydrate, pageData, requireRight } from "../../page-data";

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("review"))("title") };
}

export default async function ReviewPage({ searchParams }: { searchParams: Promise<SearchParams> }) {
  const { capabilities } = await requireRight("review:read");
  const { trpc, queryClient } = await pageData();
  const { filter, counted, order, byReason } = toQueueInput(await loadQueue(searchParams));
  const [list] = await Promise.all([
    queryClient.fetchInfiniteQuery(
      trpc.review.queue.infiniteQueryOptions(
        { filter, order, byReason, limit: rowsAtOnce },
        { getNextPageParam: (page) => page.nextCursor },
      ),
    ),
    queryClient.prefetchQuery(trpc.review.queueCounts.queryOptions(counted)),
  ]);
  const first = list.pages[0]?.items[0];
  if (first)
    await queryClient.prefetchQuery(trpc.review.item.queryOptions({ reviewItemId: first.reviewItemId }));
  const canDecide = capabilities.has("review:decide");
  return (
    <Hydrate>
      <ReviewHeader canDecide={canDecide} />
      <ReviewScreen canDecide={canDecide} />
    </Hydrate>
  );
}
