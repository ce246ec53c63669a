import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import type { SearchParams } from "nuqs/server";
import { PageHeader } from "../../../components/layout/page-header";
import { Inbox } from "../../../components/notifications/inbox";
import { Hydrate, pageData } from "../../page-data";

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("notifications"))("title") };
}

export default async function NotificationsPage({ searchParams }: { searchParams: Promise<SearchParams> }) {
  const { trpc, queryClient } = await pageData();
  const isUnread = (await searchParams).novas === "true";
  await queryClient.prefetchInfiniteQuery(
    trpc.notifications.list.infiniteQueryOptions(
      { isUnread },
      { getNextPageParam: (page) => page.nextCursor },
    ),
  );
  const t = await getTranslations("notifications");
  return (
    <Hydrate>
      <PageHeader title={t("title")} description={t("description")} />
      <Inbox />
    </Hydrate>
  );
}
