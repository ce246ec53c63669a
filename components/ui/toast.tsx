"use client";

import { Toast as Base } from "@base-ui/react/toast";
import { X } from "lucide-react";
import type { ReactNode } from "react";

export const useToasts = Base.useToastManager;

/** Mounted once, before anything is said: screen readers only hear regions that were there. */
export function ToastRegion({
  children,
  label,
  closeLabel,
}: {
  children: ReactNode;
  label: string;
  closeLabel: string;
}) {
  return (
    <Base.Provider timeout={8000}>
      {children}
      <Base.Portal>
        <Base.Viewport
          aria-label={label}
          className="fixed top-16 right-4 z-60 flex w-[min(24rem,calc(100vw-2rem))] flex-col gap-2 xl:top-auto xl:bottom-4"
        >
          <Toasts closeLabel={closeLabel} />
        </Base.Viewport>
      </Base.Portal>
    </Base.Provider>
  );
}

function Toasts({ closeLabel }: { closeLabel: string }) {
  const { toasts } = Base.useToastManager();
  return toasts.map((toast) => (
    <Base.Root
      key={toast.id}
      toast={toast}
      swipeDirection="right"
      className="rounded-lg border border-line bg-raised shadow-layer transition-opacity duration-150 data-ending-style:opacity-0 data-limited:hidden data-starting-style:opacity-0 data-[type=error]:border-bad"
    >
      <Base.Content className="flex items-start gap-3 p-3">
        <div className="flex min-w-0 flex-1 flex-col gap-0.5">
          <Base.Title className="text-sm font-semibold data-[type=error]:text-bad" />
          <Base.Description className="text-sm text-muted" />
          <Base.Action className="mt-1 inline-flex h-7 items-center self-start rounded-md border border-line px-2 text-sm font-medium hover:bg-hover" />
        </div>
        <Base.Close
          aria-label={closeLabel}
          className="rounded-sm p-1 text-muted hover:bg-hover hover:text-ink"
        >
          <X aria-hidden className="size-4" />
        </Base.Close>
      </Base.Content>
    </Base.Root>
  ));
}
