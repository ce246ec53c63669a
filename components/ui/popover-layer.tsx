"use client";

import { Popover as Base } from "@base-ui/react/popover";
import type { ReactNode } from "react";
import { classNames } from "./class-names";
import type { Place, Trigger } from "./opened-on-press";

export type PopoverProps = {
  /** The button that opens it. */
  trigger: Trigger;
  /** What it is called once it is open. */
  label: string;
  align: "start" | "end";
  /** How large it is and how its content lies. */
  className: string;
  /** How what holds the button lies among what stands around it. */
  holderClassName?: string;
  open?: boolean;
  onOpenChange?: (open: boolean) => void;
  /** Drawn only while it is open. */
  children: ReactNode;
};

export function PopoverLayer({ place, ...props }: PopoverProps & { place: Place }) {
  return (
    <Base.Root open={props.open} onOpenChange={props.onOpenChange}>
      <Base.Trigger ref={place.trigger} render={props.trigger} />
      <Base.Portal container={place.beside}>
        <Base.Positioner className="z-50 outline-hidden" sideOffset={6} align={props.align}>
          <Base.Popup
            aria-label={props.label}
            className={classNames(
              "flex flex-col rounded-lg border border-line bg-raised shadow-layer outline-hidden",
              props.className,
            )}
          >
            {props.children}
          </Base.Popup>
        </Base.Positioner>
      </Base.Portal>
    </Base.Root>
  );
}
