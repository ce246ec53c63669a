"use client";

import { Keyboard } from "lucide-react";
import dynamic from "next/dynamic";
import { useRouter } from "next/navigation";
import { useTranslations } from "next-intl";
import { useState } from "react";
import type { Capability } from "#server/kernel/capabilities";
import { useShortcuts } from "../shortcuts/use-shortcuts";
import { useFundScope, withFundScope } from "./fund-scope";
import { navigation } from "./navigation";

const ShortcutSheet = dynamic(
  () => import("../shortcuts/shortcut-sheet").then((module) => module.ShortcutSheet),
  { ssr: false },
);

type Props = { capabilities: readonly Capability[]; onCharacters: (areOn: boolean) => void };

/** What the keyboard does on every page: going to places, and the sheet that lists it all. */
export function ShellShortcuts({ capabilities, onCharacters }: Props) {
  const t = useTranslations("shortcuts");
  const tNav = useTranslations("nav.items");
  const router = useRouter();
  const [fund] = useFundScope();
  const [isOpen, setOpen] = useState<boolean | null>(null);
  const places = navigation
    .flatMap((group) => group.items)
    .filter(({ right }) => right === null || capabilities.includes(right))
    .map(({ keys, key, href, isScoped }) => ({
      keys,
      label: t("goTo", { page: tNav(key) }),
      run: () => router.push(isScoped ? withFundScope(href, fund) : href),
    }));
  useShortcuts(t("everywhere"), [...places, { keys: "?", label: t("sheet"), run: () => setOpen(true) }], {
    isGlobal: true,
  });
  return (
    <>
      <button
        type="button"
        aria-haspopup="dialog"
        aria-label={t("open")}
        title={t("open")}
        onClick={() => setOpen(true)}
        className="inline-flex size-8 items-center justify-center rounded-md text-muted hover:bg-hover hover:text-ink max-sm:hidden"
      >
        <Keyboard aria-hidden className="size-4" strokeWidth={1.75} />
      </button>
      {isOpen === null ? null : (
        <ShortcutSheet open={isOpen} onOpenChange={setOpen} onCharacters={onCharacters} />
      )}
    </>
  );
}
