"use client";

import { Autocomplete } from "@base-ui/react/autocomplete";
import { Dialog } from "@base-ui/react/dialog";
import { Search } from "lucide-react";
import { useRouter } from "next/navigation";
import { useTranslations } from "next-intl";
import { type KeyboardEvent, useRef, useState } from "react";
import type { Capability } from "#server/kernel/capabilities";
import { useFundScope, withFundScope } from "../layout/fund-scope";
import { navigation } from "../layout/navigation";
import { KeyHint } from "../shortcuts/key-hint";
import { ShortcutLayer, useShortcutsContext } from "../shortcuts/shortcuts-provider";
import { Skeleton } from "../ui/skeleton";
import { type Entry, type Group, matching, readQuestion } from "./entries";
import { keepRecent, readRecent } from "./recent";
import { useFound } from "./use-found";

type Props = {
  open: boolean;
  onOpenChange: (open: boolean) => void;
  capabilities: readonly Capability[];
};

/** Go, act and find from one field. */
export default function Palette(props: Props) {
  const t = useTranslations("palette");
  const { open, onOpenChange } = props;
  return (
    <Dialog.Root open={open} onOpenChange={onOpenChange}>
      <Dialog.Portal>
        <Dialog.Backdrop className="fixed inset-0 z-40 bg-scrim" />
        <Dialog.Popup
          aria-label={t("open")}
          className="fixed top-[10vh] left-1/2 z-50 flex max-h-[min(34rem,80dvh)] w-[min(40rem,calc(100vw-1.5rem))] -translate-x-1/2 flex-col overflow-hidden rounded-lg border border-line bg-raised shadow-layer outline-hidden"
        >
          <ShortcutLayer>
            <Field {...props} />
          </ShortcutLayer>
        </Dialog.Popup>
      </Dialog.Portal>
    </Dialog.Root>
  );
}

function Field({ onOpenChange, capabilities }: Props) {
  const t = useTranslations("palette");
  const router = useRouter();
  const [typed, setTyped] = useState("");
  const question = readQuestion(typed);
  const highlighted = useRef<Entry | undefined>(undefined);
  const offered = useOffered(capabilities);
  const found = useFound(question.only === "actions" ? "" : question.text);
  const groups = arrange(offered, found.groups, question);
  function choose(entry: Entry) {
    onOpenChange(false);
    keepRecent(entry);
    if (entry.href) router.push(entry.href);
    else entry.run?.();
  }
  function onKeyDown(event: KeyboardEvent) {
    const href = highlighted.current?.href;
    if (!href) return;
    if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) {
      event.preventDefault();
      window.open(href, "_blank", "noopener");
    } else if (event.altKey && event.key.toLowerCase() === "c") {
      event.preventDefault();
      void navigator.clipboard?.writeText(new URL(href, window.location.href).toString());
    }
  }
  return (
    <Autocomplete.Root
      open
      inline
      items={groups}
      filter={null}
      value={typed}
      onValueChange={setTyped}
      autoHighlight="always"
      keepHighlight
      itemToStringValue={(entry: Entry) => entry.label}
      onItemHighlighted={(entry: Entry | undefined) => {
        highlighted.current = entry;
      }}
    >
      <div className="flex items-center gap-2.5 border-b border-line px-4 focus-within:-outline-offset-2">
        <Search aria-hidden className="size-4 shrink-0 text-muted" />
        <Autocomplete.Input
          aria-label={t("field")}
          placeholder={t("placeholder")}
          onKeyDown={onKeyDown}
          className="h-12 w-full min-w-0 bg-transparent text-base text-ink outline-hidden placeholder:text-muted"
        />
        <Dialog.Close className="min-h-6 shrink-0 rounded-sm border border-line px-1.5 text-xs whitespace-nowrap text-muted hover:text-ink">
          Esc
        </Dialog.Close>
      </div>
      <div className="min-h-24 overflow-y-auto overscroll-contain p-1.5">
        <Autocomplete.Empty>
          {found.isBusy ? (
            <Skeleton className="m-2 h-16" />
          ) : (
            <p className="px-3 py-6 text-center text-muted">
              {found.isFailed ? t("failed") : t("nothing", { text: question.text })}
            </p>
          )}
        </Autocomplete.Empty>
        <Autocomplete.List>
          {(group: Group) => (
            <Autocomplete.Group key={group.value} items={group.items} className="not-last:mb-1.5">
              <Autocomplete.GroupLabel className="px-2.5 pt-1.5 pb-1 text-xs font-medium text-muted">
                {group.value}
              </Autocomplete.GroupLabel>
              <Autocomplete.Collection>
                {(entry: Entry) => <Line key={entry.id} entry={entry} onChoose={choose} />}
              </Autocomplete.Collection>
            </Autocomplete.Group>
          )}
        </Autocomplete.List>
      </div>
      <p className="border-t border-line px-4 py-2 text-xs text-muted max-sm:hidden">{t("hint")}</p>
    </Autocomplete.Root>
  );
}

function Line({ entry, onChoose }: { entry: Entry; onChoose: (entry: Entry) => void }) {
  return (
    <Autocomplete.Item
      value={entry}
      onClick={() => onChoose(entry)}
      className="flex min-h-9 cursor-default items-center justify-between gap-3 rounded-md px-2.5 py-1.5 outline-hidden select-none data-highlighted:bg-accent-soft"
    >
      <span className="flex min-w-0 flex-col">
        <span className="truncate">{entry.label}</span>
        {entry.detail ? <span className="figures truncate text-xs text-muted">{entry.detail}</span> : null}
      </span>
      {entry.keys ? <KeyHint keys={entry.keys} /> : null}
    </Autocomplete.Item>
  );
}

type Offered = { places: Group; actions: Group; recent: Group };

/** What there is without asking the server: places, what this page can do, what was opened last. */
function useOffered(capabilities: readonly Capability[]): Offered {
  const t = useTranslations("palette.groups");
  const tNav = useTranslations("nav.items");
  const { registry } = useShortcutsContext();
  const [fund] = useFundScope();
  const [recent] = useState(readRecent);
  const [actions] = useState(() =>
    registry
      .list()
      .flatMap(({ scope, shortcuts }) => shortcuts.map((shortcut) => ({ scope, ...shortcut })))
      .filter(({ keys }) => keys !== "$mod+k" && !keys.startsWith("g ") && keys !== "Escape")
      .map(({ scope, keys, label, run }) => ({
        id: `${scope} ${keys} ${label}`,
        label,
        keys,
        run: () => run(new KeyboardEvent("keydown")),
      })),
  );
  const places = navigation
    .flatMap((group) => group.items)
    .filter(({ right }) => right === null || capabilities.includes(right))
    .map(({ key, href, keys }) => ({ id: key, label: tNav(key), keys, href: withFundScope(href, fund) }));
  return {
    places: { value: t("places"), items: places },
    actions: { value: t("actions"), items: actions },
    recent: { value: t("recent"), items: recent },
  };
}

function arrange(
  { places, actions, recent }: Offered,
  found: readonly Group[],
  { only, text }: ReturnType<typeof readQuestion>,
): Group[] {
  const narrow = (group: Group) => ({ ...group, items: matching(group.items, text) });
  const groups =
    only === "actions"
      ? [narrow(actions)]
      : only === "found"
        ? found
        : [...(text ? [] : [recent]), narrow(places), ...found, narrow(actions)];
  return groups.filter(({ items }) => items.length > 0);
}
