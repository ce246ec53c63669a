"use client";

import { Dialog as Base } from "@base-ui/react/dialog";
import { X } from "lucide-react";
import type { ReactNode } from "react";
import { ShortcutLayer } from "../shortcuts/shortcuts-provider";
import { classNames } from "./class-names";

export type DialogProps = {
  open: boolean;
  onOpenChange: (open: boolean) => void;
  title: ReactNode;
  description?: ReactNode;
  children: ReactNode;
  isWide?: boolean;
  /** Words of a button that closes it: where nothing inside does. It also is what the focus begins at. */
  closeLabel?: string;
};

export function DialogLayer({
  open,
  onOpenChange,
  title,
  description,
  children,
  isWide,
  closeLabel,
}: DialogProps) {
  return (
    <Base.Root open={open} onOpenChange={onOpenChange}>
      <Base.Portal>
        <Base.Backdrop
          forceRender
          className="fixed inset-0 z-50 bg-scrim transition-opacity duration-150 data-ending-style:opacity-0 data-starting-style:opacity-0"
        />
        <Base.Popup
          className={classNames(
            "fixed top-1/2 left-1/2 z-50 flex max-h-[calc(100dvh-2rem)] -translate-x-1/2 -translate-y-1/2 flex-col gap-4 overflow-y-auto rounded-lg border border-line bg-raised p-5 shadow-layer transition-opacity duration-150 data-ending-style:opacity-0 data-starting-style:opacity-0",
            isWide ? "w-[min(48rem,calc(100vw-2rem))]" : "w-[min(30rem,calc(100vw-2rem))]",
          )}
        >
          {closeLabel ? (
            <Base.Close
              aria-label={closeLabel}
              className="absolute top-3.5 right-3.5 inline-flex size-8 items-center justify-center rounded-md text-muted hover:bg-hover hover:text-ink"
            >
              <X aria-hidden className="size-4" />
            </Base.Close>
          ) : null}
          <div className={classNames("flex flex-col gap-1", closeLabel && "pr-8")}>
            <Base.Title className="text-lg font-semibold">{title}</Base.Title>
            {description ? <Base.Description className="text-muted">{description}</Base.Description> : null}
          </div>
          <ShortcutLayer>{children}</ShortcutLayer>
        </Base.Popup>
      </Base.Portal>
    </Base.Root>
  );
}
