"use client";

import { Dialog } from "@base-ui/react/dialog";
import { Menu as MenuIcon, X } from "lucide-react";
import { usePathname } from "next/navigation";
import { useTranslations } from "next-intl";
import { useState } from "react";
import { Brand } from "./brand";
import { NavigationList } from "./navigation-list";
import type { Person } from "./person";

/** The navigation of a narrow screen: a drawer that closes when a page opens. */
export function MobileNavigation({ person }: { person: Person }) {
  const t = useTranslations("nav");
  const path = usePathname();
  const [openAt, setOpenAt] = useState<string | null>(null);
  return (
    <div className="flex items-center gap-2 md:hidden">
      <Dialog.Root open={openAt === path} onOpenChange={(open) => setOpenAt(open ? path : null)}>
        <Dialog.Trigger
          aria-label={t("open")}
          className="inline-flex size-8 items-center justify-center rounded-md hover:bg-hover"
        >
          <MenuIcon aria-hidden className="size-5" />
        </Dialog.Trigger>
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
            <NavigationList label={t("main")} capabilities={person.capabilities} />
          </Dialog.Popup>
        </Dialog.Portal>
      </Dialog.Root>
    </div>
  );
}
