import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { PageHeader } from "../../../components/layout/page-header";
import { InvitePerson } from "../../../components/users/invite-person";
import { UserList } from "../../../components/users/user-list";
import { UserTabs } from "../../../components/users/user-tabs";
import { Hydrate, pageData, requireRight } from "../../page-data";

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("users"))("title") };
}

export default async function UsersPage() {
  const { capabilities } = await requireRight("user:read");
  const { trpc, queryClient } = await pageData();
  const canApprove = capabilities.has("user:approve");
  await Promise.all([
    queryClient.prefetchQuery(trpc.funds.list.queryOptions()),
    canApprove ? queryClient.prefetchQuery(trpc.users.countRequests.queryOptions()) : null,
  ]);
  const t = await getTranslations("users");
  return (
    <Hydrate>
      <PageHeader
        title={t("title")}
        description={t("description")}
        actions={capabilities.has("user:update") ? <InvitePerson /> : null}
      />
      <UserTabs canApprove={canApprove} />
      <UserList />
    </Hydrate>
  );
}
