import { cookies } from "next/headers";
import type { ReactNode } from "react";
import { Shell } from "../../components/layout/shell";
import { readTheme, themeCookie } from "../../components/layout/theme";
import { pageData } from "../page-data";

export default async function AdminLayout({ children }: { children: ReactNode }) {
  const { trpc, queryClient } = await pageData();
  const person = await queryClient.fetchQuery(trpc.session.me.queryOptions());
  const theme = readTheme((await cookies()).get(themeCookie)?.value);
  return (
    <Shell person={person} theme={theme}>
      {children}
    </Shell>
  );
}
