import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { ReversalList } from "../../../../components/audit/reversal-list";
import { BackLink } from "../../../../components/layout/back-link";
import { PageHeader } from "../../../../components/layout/page-header";
import { Hydrate, pageData, requireRight } from "../../../page-data";

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("audit"))("reversals.title") };
}

export default async function ReversalsPage() {
  await requireRight("operation:read");
  const { trpc, queryClient } = await pageData();
  await queryClient.prefetchInfiniteQuery(
    trpc.reversals.list.infiniteQueryOptions({}, { getNextPageParam: (page) => page.nextCursor }),
  );
  const t = await getTranslations("audit");
  return (
    <Hydrate>
      <PageHeader
        back={<BackLink href="/auditoria">{t("title")}</BackLink>}
        title={t("reversals.title")}
        description={t("reversals.description")}
      />
      <ReversalList />
    </Hydrate>
  );
}
