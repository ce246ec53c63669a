"use client";

import { Select as Base } from "@base-ui/react/select";
import { Check, ChevronsUpDown } from "lucide-react";
import { classNames } from "./class-names";
import { control } from "./control";

export type Choice<Value extends string> = { value: Value; label: string; hint?: string };

type Props<Value extends string> = {
  label: string;
  choices: readonly Choice<Value>[];
  value: Value;
  onChange: (value: Value) => void;
  className?: string;
};

/** One of a few known values. */
export function Select<Value extends string>({ label, choices, value, onChange, className }: Props<Value>) {
  return (
    <div className={classNames("flex min-w-0 flex-col gap-1", className)}>
      <Base.Root items={choices} value={value} onValueChange={(next) => next !== null && onChange(next)}>
        <Base.Label className="text-xs font-medium text-muted">{label}</Base.Label>
        <Base.Trigger
          aria-label={label}
          className={classNames(control, "flex items-center justify-between gap-2 text-left hover:bg-hover")}
        >
          <Base.Value className="truncate" />
          <Base.Icon>
            <ChevronsUpDown aria-hidden className="size-3.5 text-muted" />
          </Base.Icon>
        </Base.Trigger>
        <Base.Portal>
          <Base.Positioner className="z-50 outline-hidden" sideOffset={4} alignItemWithTrigger={false}>
            <Base.Popup className="max-h-(--available-height) min-w-(--anchor-width) overflow-y-auto rounded-lg border border-line bg-raised p-1 shadow-layer">
              <Base.List>
                {choices.map((choice) => (
                  <Base.Item
                    key={choice.value}
                    value={choice.value}
                    className="grid cursor-default grid-cols-[1fr_1rem] items-center gap-3 rounded-sm px-2 py-1.5 text-sm outline-hidden select-none data-highlighted:bg-accent-soft"
                  >
                    <span className="flex min-w-0 flex-col">
                      <Base.ItemText>{choice.label}</Base.ItemText>
                      {choice.hint ? <span className="text-xs text-muted">{choice.hint}</span> : null}
                    </span>
                    <Base.ItemIndicator>
                      <Check aria-hidden className="size-3.5" />
                    </Base.ItemIndicator>
                  </Base.Item>
                ))}
              </Base.List>
            </Base.Popup>
          </Base.Positioner>
        </Base.Portal>
      </Base.Root>
    </div>
  );
}
