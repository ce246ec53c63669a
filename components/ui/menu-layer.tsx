"use client";

import { Menu as Base } from "@base-ui/react/menu";
import { Check } from "lucide-react";
import type { ReactNode } from "react";
import type { Place, Trigger } from "./opened-on-press";

const item =
  "flex cursor-default items-center gap-2 rounded-sm px-2 py-1.5 text-sm outline-hidden select-none data-highlighted:bg-accent-soft [&_svg]:size-4 [&_svg]:text-muted";

type MenuProps = { button: Trigger; place: Place; children: ReactNode };

export function MenuLayer({ button, place, children }: MenuProps) {
  return (
    <Base.Root modal={false}>
      <Base.Trigger ref={place.trigger} render={button} />
      <Base.Portal container={place.beside}>
        <Base.Positioner className="z-50 outline-hidden" sideOffset={6} align="end">
          <Base.Popup className="max-h-(--available-height) min-w-56 overflow-y-auto rounded-lg border border-line bg-raised p-1 shadow-layer outline-hidden">
            {children}
          </Base.Popup>
        </Base.Positioner>
      </Base.Portal>
    </Base.Root>
  );
}

export type ItemProps = { icon?: ReactNode; children: ReactNode; onClick: () => void };

export function Item({ icon, children, onClick }: ItemProps) {
  return (
    <Base.Item className={item} onClick={onClick}>
      {icon}
      {children}
    </Base.Item>
  );
}

export function Separator() {
  return <Base.Separator className="my-1 h-px bg-line" />;
}

export type ChoicesProps<Value extends string> = {
  label: string;
  value: Value;
  choices: readonly { value: Value; label: string; icon?: ReactNode }[];
  onChange: (value: Value) => void;
};

export function Choices<Value extends string>({ label, value, choices, onChange }: ChoicesProps<Value>) {
  return (
    <Base.Group>
      <Base.GroupLabel className="px-2 pt-1.5 pb-1 text-xs font-medium text-muted">{label}</Base.GroupLabel>
      <Base.RadioGroup value={value} onValueChange={onChange}>
        {choices.map((choice) => (
          <Base.RadioItem key={choice.value} value={choice.value} className={item}>
            {choice.icon}
            <span className="flex-1">{choice.label}</span>
            <Base.RadioItemIndicator>
              <Check aria-hidden className="size-3.5" />
            </Base.RadioItemIndicator>
          </Base.RadioItem>
        ))}
      </Base.RadioGroup>
    </Base.Group>
  );
}
