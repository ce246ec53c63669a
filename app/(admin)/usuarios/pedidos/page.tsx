import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { PageHeader } from "../../../../components/layout/page-header";
import { RequestList } from "../../../../components/users/request-list";
import { UserTabs } from "../../../../components/users/user-tabs";
import { Hydrate, pageData, requireRight } from "../../../page-data";

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("users.requests"))("title") };
}

export default async function RequestsPage() {
  const { capabilities } = await requireRight("user:read");
  const { trpc, queryClient } = await pageData();
  await Promise.all([
    queryClient.prefetchQuery(trpc.users.requests.queryOptions()),
    queryClient.prefetchQuery(trpc.funds.list.queryOptions()),
  ]);
  const t = await getTranslations("users.requests");
  const canApprove = capabilities.has("user:approve");
  return (
    <Hydrate>
      <PageHeader title={t("title")} description={t("description")} />
      <UserTabs canApprove={canApprove} />
      <RequestList canApprove={canApprove} />
    </Hydrate>
  );
}
