import { cookies } from "next/headers";
import type { ReactNode } from "react";
import { Shell } from "../../components/layout/shell";
import { readTheme, themeCookie } from "../../components/layout/theme";
import { readShortcuts, shortcutsCookie } from "../../components/shortcuts/preference";
import { pageData } from "../page-data";

export default async function AdminLayout({ children }: { children: ReactNode }) {
  const { trpc, queryClient } = await pageData();
  const person = await queryClient.fetchQuery(trpc.session.me.queryOptions());
  const kept = await cookies();
  const theme = readTheme(kept.get(themeCookie)?.value);
  const shortcutsAreOn = readShortcuts(kept.get(shortcutsCookie)?.value);
  return (
    <Shell person={person} theme={theme} shortcutsAreOn={shortcutsAreOn}>
      {children}
    </Shell>
  );
}
