import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import type { SearchParams } from "nuqs/server";
import { BackLink } from "../../../../components/layout/back-link";
import { PageHeader } from "../../../../components/layout/page-header";
import { daysOf, loadTeam } from "../../../../components/review/team-address";
import { TeamNumbers } from "../../../../components/review/team-numbers";
import { Hydrate, pageData, requireRight } from "../../../page-data";

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("review.team"))("title") };
}

export default async function TeamPage({ searchParams }: { searchParams: Promise<SearchParams> }) {
  await requireRight("review:decide");
  const { trpc, queryClient } = await pageData();
  const { periodo } = await loadTeam(searchParams);
  await queryClient.prefetchQuery(trpc.review.team.queryOptions({ days: daysOf[periodo] }));
  const t = await getTranslations("review");
  return (
    <Hydrate>
      <PageHeader
        back={<BackLink href="/revisao">{t("title")}</BackLink>}
        title={t("team.title")}
        description={t("team.description")}
      />
      <TeamNumbers />
    </Hydrate>
  );
}
