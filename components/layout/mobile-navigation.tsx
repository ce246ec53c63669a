"use client";

import { Menu as MenuIcon } from "lucide-react";
import dynamic from "next/dynamic";
import { usePathname } from "next/navigation";
import { useTranslations } from "next-intl";
import { useState } from "react";
import type { Capability } from "#server/kernel/capabilities";

const load = () => import("./navigation-drawer");
const NavigationDrawer = dynamic(load, { ssr: false });

/** The navigation of a narrow screen: a drawer that closes when a page opens. */
export function MobileNavigation({ capabilities }: { capabilities: readonly Capability[] }) {
  const t = useTranslations("nav");
  const path = usePathname();
  const [isOpen, setOpen] = useState<boolean | null>(null);
  const [openedAt, setOpenedAt] = useState(path);
  if (openedAt !== path) {
    setOpenedAt(path);
    if (isOpen) setOpen(false);
  }
  return (
    <div className="flex items-center gap-2 md:hidden">
      <button
        type="button"
        aria-label={t("open")}
        aria-haspopup="dialog"
        aria-expanded={isOpen === true}
        onPointerEnter={() => void load().catch(() => undefined)}
        onClick={() => setOpen(true)}
        className="inline-flex size-8 items-center justify-center rounded-md hover:bg-hover"
      >
        <MenuIcon aria-hidden className="size-5" />
      </button>
      {isOpen === null ? null : (
        <NavigationDrawer open={isOpen} onClose={() => setOpen(false)} capabilities={capabilities} />
      )}
    </div>
  );
}
