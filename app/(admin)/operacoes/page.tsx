import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import type { SearchParams } from "nuqs/server";
import { PageHeader } from "../../../components/layout/page-header";
import { loadFilter, loadOrder, toInput, toOrder } from "../../../components/operations/filter";
import { rowsAtOnce } from "../../../components/operations/list-address";
import { OperationList } from "../../../components/operations/operation-list";
import { Hydrate, pageData, requireRight } from "../../page-data";

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("operations"))("title") };
}

export default async function OperationsPage({ searchParams }: { searchParams: Promise<SearchParams> }) {
  const { capabilities } = await requireRight("operation:read");
  const { trpc, queryClient } = await pageData();
  const input = toInput(await loadFilter(searchParams));
  const order = toOrder((await loadOrder(searchParams)).ord);
  await Promise.all([
    queryClient.prefetchInfiniteQuery(
      trpc.operations.list.infiniteQueryOptions(
        { ...input, order, limit: rowsAtOnce },
        { getNextPageParam: (page) => page.nextCursor },
      ),
    ),
    queryClient.prefetchQuery(trpc.operations.totals.queryOptions(input)),
    queryClient.prefetchQuery(trpc.funds.list.queryOptions()),
    queryClient.prefetchQuery(trpc.views.list.queryOptions({ screen: "operacoes" })),
  ]);
  const t = await getTranslations("operations");
  return (
    <Hydrate>
      <PageHeader title={t("title")} description={t("description")} />
      <OperationList canSend={capabilities.has("import:create")} />
    </Hydrate>
  );
}
