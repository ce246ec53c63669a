"use client";

import { useMutation } from "@tanstack/react-query";
import { useTranslations } from "next-intl";
import { type ReactNode, useEffect, useState } from "react";
import { NotificationBell } from "../notifications/notification-bell";
import { loadPalette, PaletteButton } from "../palette/palette-button";
import { ShortcutsProvider } from "../shortcuts/shortcuts-provider";
import { loadDialog } from "../ui/dialog";
import { Brand } from "./brand";
import { FundScope } from "./fund-scope";
import { LiveDot } from "./live-dot";
import { MobileNavigation } from "./mobile-navigation";
import { NavigationList } from "./navigation-list";
import { OfflineBanner } from "./offline-banner";
import type { Person } from "./person";
import { PulseProvider } from "./pulse";
import { SessionWatch } from "./session-watch";
import { ShellShortcuts } from "./shell-shortcuts";
import { SystemStrip } from "./system-strip";
import type { Theme } from "./theme";
import { useTRPC } from "./trpc";
import { UserMenu } from "./user-menu";

type Props = { person: Person; theme: Theme; isDemo: boolean; children: ReactNode };

/** The frame of every page behind the sign-in. */
export function Shell({ person, theme, isDemo, children }: Props) {
  const trpc = useTRPC();
  const [charactersAreOn, setCharacters] = useState(person.preferences.shortcutsAreOn);
  const keep = useMutation(trpc.session.prefer.mutationOptions());
  useFetchAhead();
  return (
    <ShortcutsProvider charactersAreOn={charactersAreOn}>
      <PulseProvider>
        <Frame
          person={person}
          theme={theme}
          isDemo={isDemo}
          onCharacters={(shortcutsAreOn) => {
            setCharacters(shortcutsAreOn);
            keep.mutate({ shortcutsAreOn });
          }}
        >
          {children}
        </Frame>
        {person.sessionEnd ? <SessionWatch end={person.sessionEnd} email={person.email} /> : null}
      </PulseProvider>
    </ShortcutsProvider>
  );
}

/** What opens with a key, or by itself, has to be there: it is fetched when the browser is idle. */
function useFetchAhead() {
  useEffect(() => {
    const fetchAhead = () => void Promise.all([loadPalette(), loadDialog()]).catch(() => undefined);
    if (!window.requestIdleCallback) {
      const timer = setTimeout(fetchAhead, 2_000);
      return () => clearTimeout(timer);
    }
    const handle = window.requestIdleCallback(fetchAhead);
    return () => window.cancelIdleCallback(handle);
  }, []);
}

function Frame({
  person,
  theme,
  isDemo,
  onCharacters,
  children,
}: Props & { onCharacters: (areOn: boolean) => void }) {
  const t = useTranslations("nav");
  return (
    <div className="flex min-h-dvh">
      <a href="#conteudo" className="skip-link">
        {t("skip")}
      </a>
      <aside className="sticky top-0 hidden h-dvh w-58 shrink-0 flex-col border-r border-line bg-surface md:flex">
        <div className="flex h-14 items-center px-4">
          <Brand />
        </div>
        <NavigationList label={t("main")} capabilities={person.capabilities} />
      </aside>
      <div className="flex min-w-0 flex-1 flex-col">
        {isDemo ? <DemoRibbon /> : null}
        <header className="sticky top-0 z-30 flex h-14 items-center gap-1 border-b border-line bg-surface px-3 md:gap-2 md:px-6">
          <MobileNavigation capabilities={person.capabilities} />
          {person.capabilities.includes("fund:read") ? <FundScope /> : null}
          <PaletteButton capabilities={person.capabilities} />
          <div className="flex-1" />
          <LiveDot />
          <NotificationBell />
          <ShellShortcuts capabilities={person.capabilities} onCharacters={onCharacters} />
          <UserMenu person={person} theme={theme} />
        </header>
        <OfflineBanner />
        <SystemStrip />
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

/** So that nobody takes invented money for real. */
function DemoRibbon() {
  const t = useTranslations("shell");
  return (
    <aside
      aria-label={t("environment")}
      className="bg-reversed-tint px-4 py-1 text-center text-xs font-medium text-reversed md:px-6"
    >
      {t("demo")}
    </aside>
  );
}
