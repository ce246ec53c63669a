"use client";

import { Dialog } from "@base-ui/react/dialog";
import { Menu as MenuIcon, X } from "lucide-react";
import { usePathname } from "next/navigation";
import { useTranslations } from "next-intl";
import { type ReactNode, useState } from "react";
import { shortcutsCookie } from "../shortcuts/preference";
import { ShortcutsProvider } from "../shortcuts/shortcuts-provider";
import { Brand } from "./brand";
import { NavigationList } from "./navigation-list";
import type { Person } from "./person";
import { keepPreference } from "./preference-cookie";
import { ShellShortcuts } from "./shell-shortcuts";
import type { Theme } from "./theme";
import { UserMenu } from "./user-menu";

type Props = { person: Person; theme: Theme; shortcutsAreOn: boolean; children: ReactNode };

/** The frame of every page behind the sign-in. */
export function Shell({ person, theme, shortcutsAreOn, children }: Props) {
  const [charactersAreOn, setCharacters] = useState(shortcutsAreOn);
  function keepCharacters(areOn: boolean) {
    setCharacters(areOn);
    keepPreference(shortcutsCookie, areOn ? "sim" : "nao");
  }
  return (
    <ShortcutsProvider charactersAreOn={charactersAreOn}>
      <ShellShortcuts capabilities={person.capabilities} onCharacters={keepCharacters} />
      <Frame person={person} theme={theme}>
        {children}
      </Frame>
    </ShortcutsProvider>
  );
}

function Frame({ person, theme, children }: { person: Person; theme: Theme; children: ReactNode }) {
  const t = useTranslations("nav");
  return (
    <div className="flex min-h-dvh">
      <a
        href="#conteudo"
        className="sr-only z-50 rounded-md bg-accent px-3 py-2 text-on-accent focus:not-sr-only focus:fixed focus:top-2 focus:left-2"
      >
        {t("skip")}
      </a>
      <aside className="sticky top-0 hidden h-dvh w-58 shrink-0 flex-col border-r border-line bg-surface md:flex">
        <div className="flex h-14 items-center px-4">
          <Brand />
        </div>
        <NavigationList label={t("main")} capabilities={person.capabilities} />
      </aside>
      <div className="flex min-w-0 flex-1 flex-col">
        <header className="sticky top-0 z-30 flex h-14 items-center gap-2 border-b border-line bg-surface px-3 md:px-6">
          <MobileNavigation person={person} />
          <div className="flex-1" />
          <UserMenu person={person} theme={theme} />
        </header>
        <main
          id="conteudo"
          tabIndex={-1}
          className="mx-auto w-full max-w-420 min-w-0 flex-1 px-4 py-6 outline-hidden md:px-6"
        >
          {children}
        </main>
      </div>
    </div>
  );
}

function MobileNavigation({ person }: { person: Person }) {
  const t = useTranslations("nav");
  const path = usePathname();
  const [openAt, setOpenAt] = useState<string | null>(null);
  return (
    <div className="flex items-center gap-2 md:hidden">
      <Dialog.Root open={openAt === path} onOpenChange={(open) => setOpenAt(open ? path : null)}>
        <Dialog.Trigger
          aria-label={t("open")}
          className="inline-flex size-8 items-center justify-center rounded-md hover:bg-hover"
        >
          <MenuIcon aria-hidden className="size-5" />
        </Dialog.Trigger>
        <Dialog.Portal>
          <Dialog.Backdrop className="fixed inset-0 z-40 bg-black/40" />
          <Dialog.Popup className="fixed inset-y-0 left-0 z-50 flex w-72 max-w-[85vw] flex-col border-r border-line bg-surface shadow-layer">
            <div className="flex h-14 items-center justify-between px-4">
              <Dialog.Title className="sr-only">{t("main")}</Dialog.Title>
              <Brand />
              <Dialog.Close
                aria-label={t("close")}
                className="inline-flex size-8 items-center justify-center rounded-md hover:bg-hover"
              >
                <X aria-hidden className="size-5" />
              </Dialog.Close>
            </div>
            <NavigationList label={t("main")} capabilities={person.capabilities} />
          </Dialog.Popup>
        </Dialog.Portal>
      </Dialog.Root>
      <Brand />
    </div>
  );
}
