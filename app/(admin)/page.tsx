import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { Home } from "../../components/home/home";
import { PageHeader } from "../../components/layout/page-header";
import { Hydrate, pageData, requireRight } from "../page-data";

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("home"))("title") };
}

export default async function HomePage() {
  const { capabilities } = await requireRight("fund:read");
  const { trpc, queryClient } = await pageData();
  const canReview = capabilities.has("review:read");
  await Promise.all([
    queryClient.prefetchQuery(trpc.funds.list.queryOptions()),
    queryClient.prefetchQuery(trpc.operations.counts.queryOptions({})),
    queryClient.prefetchQuery(trpc.imports.list.queryOptions({ limit: 5 })),
    canReview ? queryClient.prefetchQuery(trpc.review.counts.queryOptions({})) : null,
  ]);
  const t = await getTranslations("home");
  return (
    <Hydrate>
      <PageHeader title={t("title")} description={t("description")} />
      <Home canReview={canReview} />
    </Hydrate>
  );
}
