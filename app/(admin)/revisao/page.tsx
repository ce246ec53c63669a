import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { PageHeader } from "../../../components/layout/page-header";
import { ReviewList } from "../../../components/review/review-list";
import { Hydrate, pageData, requireRight } from "../../page-data";

type Search = { searchParams: Promise<{ motivo?: string | string[]; fundo?: string | string[] }> };

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("review"))("title") };
}

export default async function ReviewPage({ searchParams }: Search) {
  await requireRight("review:read");
  const { trpc, queryClient } = await pageData();
  const { motivo, fundo } = await searchParams;
  const reason = typeof motivo === "string" && motivo.length <= 60 ? motivo : null;
  const fundCode = typeof fundo === "string" && fundo ? fundo.slice(0, 32) : null;
  await Promise.all([
    queryClient.prefetchQuery(trpc.review.counts.queryOptions({ fundCode })),
    queryClient.prefetchInfiniteQuery(
      trpc.review.list.infiniteQueryOptions(
        { reason, fundCode },
        { getNextPageParam: (page) => page.nextCursor },
      ),
    ),
  ]);
  const t = await getTranslations("review");
  return (
    <Hydrate>
      <PageHeader title={t("title")} description={t("description")} />
      <ReviewList />
    </Hydrate>
  );
}
