import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { PageHeader } from "../../../components/layout/page-header";
import { Profile } from "../../../components/profile/profile";
import { Hydrate, pageData } from "../../page-data";

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("profile"))("title") };
}

/** One's own account: whoever is signed in has one. */
export default async function ProfilePage() {
  const { actor, trpc, queryClient } = await pageData();
  const canHaveTokens = actor.capabilities.has("token:create");
  const [me] = await Promise.all([
    queryClient.fetchQuery(trpc.session.me.queryOptions()),
    queryClient.prefetchQuery(trpc.profile.totp.queryOptions()),
    queryClient.prefetchQuery(trpc.profile.sessions.queryOptions()),
    canHaveTokens ? queryClient.prefetchQuery(trpc.tokens.list.queryOptions()) : null,
    canHaveTokens ? queryClient.prefetchQuery(trpc.funds.list.queryOptions()) : null,
  ]);
  const t = await getTranslations("profile");
  return (
    <Hydrate>
      <PageHeader title={t("title")} description={t("description")} />
      <Profile me={me} mustEnrol={actor.mustEnrol === true} />
    </Hydrate>
  );
}
