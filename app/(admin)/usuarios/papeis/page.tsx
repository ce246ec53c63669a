import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { PageHeader } from "../../../../components/layout/page-header";
import { RoleMatrix } from "../../../../components/users/role-matrix";
import { UserTabs } from "../../../../components/users/user-tabs";
import { Hydrate, pageData, requireRight } from "../../../page-data";

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("users.matrix"))("title") };
}

export default async function RolesPage() {
  const { capabilities, funds } = await requireRight("user:read");
  const { trpc, queryClient } = await pageData();
  await queryClient.prefetchQuery(trpc.users.policies.queryOptions());
  const t = await getTranslations("users.matrix");
  return (
    <Hydrate>
      <PageHeader title={t("title")} description={t("description")} />
      <UserTabs canApprove={capabilities.has("user:approve")} />
      <RoleMatrix canChange={capabilities.has("user:update") && funds === "all"} />
    </Hydrate>
  );
}
