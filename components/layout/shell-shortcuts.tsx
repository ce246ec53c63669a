"use client";

import { useRouter } from "next/navigation";
import { useTranslations } from "next-intl";
import { useState } from "react";
import type { Capability } from "#server/kernel/capabilities";
import { ShortcutSheet } from "../shortcuts/shortcut-sheet";
import { useShortcuts } from "../shortcuts/use-shortcuts";
import { navigation } from "./navigation";

type Props = { capabilities: readonly Capability[]; onCharacters: (areOn: boolean) => void };

/** What the keyboard does on every page: going to places, and the sheet that lists it all. */
export function ShellShortcuts({ capabilities, onCharacters }: Props) {
  const t = useTranslations("shortcuts");
  const tNav = useTranslations("nav.items");
  const router = useRouter();
  const [isOpen, setOpen] = useState(false);
  const places = navigation
    .flatMap((group) => group.items)
    .filter((item) => capabilities.includes(item.right))
    .map(({ keys, key, href }) => ({
      keys,
      label: t("goTo", { page: tNav(key) }),
      run: () => router.push(href),
    }));
  useShortcuts(t("everywhere"), [...places, { keys: "?", label: t("sheet"), run: () => setOpen(true) }], {
    isGlobal: true,
  });
  return <ShortcutSheet open={isOpen} onOpenChange={setOpen} onCharacters={onCharacters} />;
}
