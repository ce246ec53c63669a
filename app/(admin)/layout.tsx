import { dehydrate, HydrationBoundary } from "@tanstack/react-query";
import { cookies, headers } from "next/headers";
import type { ReactNode } from "react";
import { isDemo } from "#server/infra/web-context";
import { Providers } from "../../components/layout/providers";
import { Shell } from "../../components/layout/shell";
import { readTheme, themeCookie } from "../../components/layout/theme";
import { pageData } from "../page-data";
import { Words } from "../words";

export default async function AdminLayout({ children }: { children: ReactNode }) {
  const { trpc, queryClient } = await pageData();
  const asked = await headers();
  const path = asked.get("x-path") ?? "/";
  const fundCode = new URL(path, "http://localhost").searchParams.get("fundo")?.slice(0, 32) || null;
  const [person] = await Promise.all([
    queryClient.fetchQuery(trpc.session.me.queryOptions()),
    queryClient.prefetchQuery(trpc.home.pulse.queryOptions({ fundCode })),
    queryClient.prefetchQuery(trpc.funds.names.queryOptions()),
  ]);
  const theme = readTheme((await cookies()).get(themeCookie)?.value);
  return (
    <Words of="most pages">
      <Providers nonce={asked.get("x-nonce") ?? undefined}>
        <HydrationBoundary state={dehydrate(queryClient)}>
          <Shell person={person} theme={theme} isDemo={isDemo()}>
            {children}
          </Shell>
        </HydrationBoundary>
      </Providers>
    </Words>
  );
}
