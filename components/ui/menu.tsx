"use client";

import { Menu as Base } from "@base-ui/react/menu";
import { Check } from "lucide-react";
import { type ReactNode, useRef } from "react";

const item =
  "flex cursor-default items-center gap-2 rounded-sm px-2 py-1.5 text-sm outline-hidden select-none data-highlighted:bg-accent-soft [&_svg]:size-4 [&_svg]:text-muted";

/** A button that opens a list of things to do or to choose. */
export function Menu({
  label,
  trigger,
  children,
}: {
  label: string;
  trigger: ReactNode;
  children: ReactNode;
}) {
  // Beside its button, so that what opens stays in the same landmark.
  const place = useRef<HTMLDivElement>(null);
  return (
    <div ref={place}>
      <Base.Root modal={false}>
        <Base.Trigger
          aria-label={label}
          className="inline-flex h-8 items-center gap-2 rounded-md px-2 text-sm text-ink hover:bg-hover data-popup-open:bg-hover"
        >
          {trigger}
        </Base.Trigger>
        <Base.Portal container={place}>
          <Base.Positioner className="z-50 outline-hidden" sideOffset={6} align="end">
            <Base.Popup className="max-h-(--available-height) min-w-56 overflow-y-auto rounded-lg border border-line bg-raised p-1 shadow-layer outline-hidden">
              {children}
            </Base.Popup>
          </Base.Positioner>
        </Base.Portal>
      </Base.Root>
    </div>
  );
}

export function MenuItem({
  icon,
  children,
  onClick,
}: {
  icon?: ReactNode;
  children: ReactNode;
  onClick: () => void;
}) {
  return (
    <Base.Item className={item} onClick={onClick}>
      {icon}
      {children}
    </Base.Item>
  );
}

export function MenuSeparator() {
  return <Base.Separator className="my-1 h-px bg-line" />;
}

type Checks = {
  label: string;
  choices: readonly { value: string; label: string }[];
  checked: readonly string[];
  onChange: (checked: string[]) => void;
};

export function MenuChecks({ label, choices, checked, onChange }: Checks) {
  const toggle = (value: string, isOn: boolean) =>
    onChange(isOn ? [...checked, value] : checked.filter((one) => one !== value));
  return (
    <Base.Group>
      <Base.GroupLabel className="px-2 pt-1.5 pb-1 text-xs font-medium text-muted">{label}</Base.GroupLabel>
      {choices.map(({ value, label: name }) => (
        <Base.CheckboxItem
          key={value}
          checked={checked.includes(value)}
          onCheckedChange={(isOn) => toggle(value, isOn)}
          className={item}
        >
          <span className="flex-1">{name}</span>
          <Base.CheckboxItemIndicator>
            <Check aria-hidden className="size-3.5" />
          </Base.CheckboxItemIndicator>
        </Base.CheckboxItem>
      ))}
    </Base.Group>
  );
}

type Choices<Value extends string> = {
  label: string;
  value: Value;
  choices: readonly { value: Value; label: string; icon?: ReactNode }[];
  onChange: (value: Value) => void;
};

export function MenuChoices<Value extends string>({ label, value, choices, onChange }: Choices<Value>) {
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
