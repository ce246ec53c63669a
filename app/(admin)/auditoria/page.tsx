import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import type { SearchParams } from "nuqs/server";
import { AuditList } from "../../../components/audit/audit-list";
import { loadFilter, toInput } from "../../../components/audit/filter";
import { PageHeader } from "../../../components/layout/page-header";
import { Hydrate, pageData, requireRight } from "../../page-data";

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("audit"))("title") };
}

export default async function AuditPage({ searchParams }: { searchParams: Promise<SearchParams> }) {
  const { capabilities } = await requireRight("audit:read");
  const { trpc, queryClient } = await pageData();
  const input = toInput(await loadFilter(searchParams));
  await Promise.all([
    queryClient.prefetchInfiniteQuery(
      trpc.audit.list.infiniteQueryOptions(input, { getNextPageParam: (page) => page.nextCursor }),
    ),
    queryClient.prefetchQuery(trpc.audit.count.queryOptions(input)),
    queryClient.prefetchQuery(trpc.audit.density.queryOptions(input)),
    queryClient.prefetchQuery(trpc.audit.integrity.queryOptions()),
    queryClient.prefetchQuery(trpc.audit.actors.queryOptions()),
  ]);
  const t = await getTranslations("audit");
  return (
    <Hydrate>
      <PageHeader title={t("title")} description={t("description")} />
      <AuditList
        canExport={capabilities.has("audit:export")}
        canReverse={capabilities.has("operation:reverse")}
      />
    </Hydrate>
  );
}
