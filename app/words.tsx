import { getMessages } from "next-intl/server";
import type { ReactNode } from "react";
import { AddedWords } from "../components/layout/added-words";
import type messages from "../messages/pt-BR.json";

type Name = keyof typeof messages;

/** Said by few pages, which ask for them by name. */
export const fewSay: readonly Name[] = [
  "audit",
  "deadLink",
  "dictionary",
  "downloadRefused",
  "files",
  "forgotten",
  "funds",
  "gallery",
  "home",
  "invitation",
  "profile",
  "review",
  "tokens",
  "users",
  "wizard",
];

/** The words that the browser needs for what stands below, besides those it has: each page carries its own. */
export async function Words({ of, children }: { of: "most pages" | readonly Name[]; children: ReactNode }) {
  const isNeeded = (name: Name) => (of === "most pages" ? !fewSay.includes(name) : of.includes(name));
  const words = Object.entries(await getMessages()).filter(([name]) => isNeeded(name as Name));
  return <AddedWords words={Object.fromEntries(words)}>{children}</AddedWords>;
}
