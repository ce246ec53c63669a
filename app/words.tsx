import { NextIntlClientProvider } from "next-intl";
import { getMessages } from "next-intl/server";
import type { ReactNode } from "react";

type Messages = Awaited<ReturnType<typeof getMessages>>;

/** Gives the browser those words that what stands below says, and no others: each page carries its own. */
export async function Words({ which, children }: { which: (name: string) => boolean; children: ReactNode }) {
  const all = Object.entries(await getMessages());
  const messages = Object.fromEntries(all.filter(([name]) => which(name))) as Messages;
  return <NextIntlClientProvider messages={messages}>{children}</NextIntlClientProvider>;
}
