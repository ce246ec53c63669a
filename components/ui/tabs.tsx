"use client";

import { Tabs as Base } from "@base-ui/react/tabs";
import { type ReactNode, useEffect, useRef } from "react";

type Tab<Value extends string> = { value: Value; label: ReactNode; panel: ReactNode };
type Props<Value extends string> = {
  label: string;
  tabs: readonly Tab<Value>[];
  value: Value;
  onChange: (value: Value) => void;
};

export function Tabs<Value extends string>({ label, tabs, value, onChange }: Props<Value>) {
  const list = useRef<HTMLDivElement>(null);
  // Where tabs are wider than the screen, the open one is brought in; the page itself does not move.
  useEffect(() => {
    const frame = list.current;
    const open = frame?.querySelector<HTMLElement>(`[data-tab="${value}"]`);
    if (!frame || !open || frame.scrollWidth <= frame.clientWidth) return;
    frame.scrollLeft = open.offsetLeft - (frame.clientWidth - open.offsetWidth) / 2;
  }, [value]);
  return (
    <Base.Root
      value={value}
      onValueChange={(next) => onChange(next as Value)}
      className="flex min-w-0 flex-col gap-4"
    >
      <Base.List
        ref={list}
        aria-label={label}
        className="relative flex gap-1 overflow-x-auto border-b border-line [scrollbar-width:none]"
      >
        {tabs.map((tab) => (
          <Base.Tab
            key={tab.value}
            value={tab.value}
            data-tab={tab.value}
            className="flex h-9 items-center gap-2 border-b-2 border-transparent px-3 text-sm font-medium whitespace-nowrap text-muted hover:text-ink focus-visible:-outline-offset-2 data-active:border-accent data-active:text-ink"
          >
            {tab.label}
          </Base.Tab>
        ))}
      </Base.List>
      {tabs.map((tab) => (
        <Base.Panel key={tab.value} value={tab.value} className="min-w-0 focus-visible:outline-offset-4">
          {tab.panel}
        </Base.Panel>
      ))}
    </Base.Root>
  );
}
