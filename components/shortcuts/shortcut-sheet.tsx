"use client";

import { useTranslations } from "next-intl";
import { useState } from "react";
import { Dialog } from "../ui/dialog";
import { Switch } from "../ui/switch";
import { KeyHint } from "./key-hint";
import type { Registration } from "./registry";
import { useShortcutsContext } from "./shortcuts-provider";

type Props = {
  open: boolean;
  onOpenChange: (open: boolean) => void;
  /** Keeps whether single keys are shortcuts for this person. */
  onCharacters: (areOn: boolean) => void;
};

/** The keys of the page that is open, and the switch that turns single ones off. */
export function ShortcutSheet({ open, onOpenChange, onCharacters }: Props) {
  const t = useTranslations("shortcuts");
  const { registry, charactersAreOn } = useShortcutsContext();
  const [groups, setGroups] = useState<readonly Registration[]>([]);
  const [wasOpen, setWasOpen] = useState(false);
  if (open !== wasOpen) {
    setWasOpen(open);
    if (open) setGroups(merge(registry.list()));
  }
  return (
    <Dialog
      open={open}
      onOpenChange={onOpenChange}
      title={t("title")}
      description={t("description")}
      closeLabel={t("close")}
      isWide
    >
      <div className="gap-x-8 sm:columns-2">
        {groups.map(({ scope, shortcuts }) => (
          <section key={scope} className="mb-5 flex min-w-0 flex-col gap-1">
            <h3 className="text-xs font-medium text-muted">{scope}</h3>
            <dl className="flex flex-col divide-y divide-line">
              {shortcuts.map(({ keys, label }) => (
                <div
                  key={`${keys} ${label}`}
                  className="flex min-h-8 break-inside-avoid items-center justify-between gap-4 py-1"
                >
                  <dt>{label}</dt>
                  <dd>
                    <KeyHint keys={keys} />
                  </dd>
                </div>
              ))}
            </dl>
          </section>
        ))}
      </div>
      <Switch
        label={t("characters")}
        hint={t("charactersHint")}
        checked={charactersAreOn}
        onChange={onCharacters}
      />
    </Dialog>
  );
}

/** Parts of a page that share a heading are one group. */
function merge(registrations: readonly Registration[]): Registration[] {
  const groups = new Map<string, Registration>();
  for (const one of registrations) {
    const group = groups.get(one.scope);
    groups.set(one.scope, group ? { ...group, shortcuts: [...group.shortcuts, ...one.shortcuts] } : one);
  }
  return [...groups.values()].filter((group) => group.shortcuts.length > 0);
}
