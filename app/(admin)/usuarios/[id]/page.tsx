import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { UserDetail } from "../../../../components/users/user-detail";
import { Hydrate, orNotFound, pageData, requireRight } from "../../../page-data";

type Params = { params: Promise<{ id: string }> };

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("users"))("detailTitle") };
}

export default async function UserPage({ params }: Params) {
  const { capabilities, id: selfId } = await requireRight("user:read");
  const { trpc, queryClient } = await pageData();
  const { id: userId } = await params;
  await orNotFound(queryClient.fetchQuery(trpc.users.get.queryOptions({ userId })));
  await queryClient.prefetchQuery(trpc.funds.list.queryOptions());
  return (
    <Hydrate>
      <UserDetail userId={userId} selfId={selfId} capabilities={[...capabilities]} />
    </Hydrate>
  );
}
