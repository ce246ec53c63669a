import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { FundList } from "../../../components/funds/fund-list";
import { PageHeader } from "../../../components/layout/page-header";
import { Hydrate, pageData, requireRight } from "../../page-data";

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("funds"))("title") };
}

export default async function FundsPage() {
  await requireRight("fund:read");
  const { trpc, queryClient } = await pageData();
  await Promise.all([
    queryClient.prefetchQuery(trpc.funds.list.queryOptions()),
    queryClient.prefetchQuery(trpc.funds.sparklines.queryOptions()),
  ]);
  const t = await getTranslations("funds");
  return (
    <Hydrate>
      <PageHeader title={t("title")} description={t("description")} />
      <FundList />
    </Hydrate>
  );
}
