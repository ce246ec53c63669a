"use client";

import { Dialog } from "@base-ui/react/dialog";
import { X } from "lucide-react";
import { useTranslations } from "next-intl";
import type { Capability } from "#server/kernel/capabilities";
import { Brand } from "./brand";
import { NavigationList } from "./navigation-list";

type Props = { open: boolean; onClose: () => void; capabilities: readonly Capability[] };

export default function NavigationDrawer({ open, onClose, capabilities }: Props) {
  const t = useTranslations("nav");
  return (
    <Dialog.Root open={open} onOpenChange={onClose}>
      <Dialog.Portal>
        <Dialog.Backdrop className="fixed inset-0 z-40 bg-scrim" />
        <Dialog.Popup className="fixed inset-y-0 left-0 z-50 flex w-72 max-w-[85vw] flex-col border-r border-line bg-surface shadow-layer">
          <div className="flex h-14 items-center justify-between px-4">
            <Dialog.Title className="sr-only">{t("main")}</Dialog.Title>
            <Brand />
            <Dialog.Close
              aria-label={t("close")}
              className="inline-flex size-8 items-center justify-center rounded-md hover:bg-hover"
            >
              <X aria-hidden className="size-5" />
            </Dialog.Close>
          </div>
          <NavigationList label={t("main")} capabilities={capabilities} />
        </Dialog.Popup>
      </Dialog.Portal>
    </Dialog.Root>
  );
}
