"use client";

import { Popover as Base } from "@base-ui/react/popover";
import { type ReactNode, useRef } from "react";
import { classNames } from "./class-names";
import type { Trigger, TriggerRef } from "./opened-on-press";

export type PopoverProps = {
  /** The button that opens it. */
  trigger: Trigger;
  /** What it is called once it is open. */
  label: string;
  align: "start" | "end";
  /** How large it is and how its content lies. */
  className: string;
  open?: boolean;
  onOpenChange?: (open: boolean) => void;
  /** Drawn only while it is open. */
  children: ReactNode;
};

export function PopoverLayer({
  trigger,
  triggerRef,
  label,
  align,
  className,
  open,
  onOpenChange,
  children,
}: PopoverProps & { triggerRef: TriggerRef }) {
  // Beside its button, so that what opens stays in the same landmark.
  const place = useRef<HTMLDivElement>(null);
  return (
    <div ref={place} className="contents">
      <Base.Root open={open} onOpenChange={onOpenChange}>
        <Base.Trigger ref={triggerRef} render={trigger} />
        <Base.Portal container={place}>
          <Base.Positioner className="z-50 outline-hidden" sideOffset={6} align={align}>
            <Base.Popup
              aria-label={label}
              className={classNames(
                "flex flex-col rounded-lg border border-line bg-raised shadow-layer outline-hidden",
                className,
              )}
            >
              {children}
            </Base.Popup>
          </Base.Positioner>
        </Base.Portal>
      </Base.Root>
    </div>
  );
}
