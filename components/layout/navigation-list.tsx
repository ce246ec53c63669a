"use client";

import { ArrowLeftRight, Eye, FileText, Landmark, LayoutDashboard, Upload } from "lucide-react";
import Link from "next/link";
import { usePathname } from "next/navigation";
import { useTranslations } from "next-intl";
import type { Capability } from "#server/kernel/capabilities";
import { classNames } from "../ui/class-names";
import { currentItem, type NavigationItem, navigation } from "./navigation";

const icons: Record<NavigationItem["key"], typeof Eye> = {
  home: LayoutDashboard,
  review: Eye,
  funds: Landmark,
  operations: ArrowLeftRight,
  files: FileText,
  send: Upload,
};

/** Where this person can go; what they may not open is not there. */
export function NavigationList({
  label,
  capabilities,
}: {
  label: string;
  capabilities: readonly Capability[];
}) {
  const t = useTranslations("nav");
  const current = currentItem(usePathname());
  return (
    <nav aria-label={label} className="flex flex-1 flex-col gap-5 overflow-y-auto px-3 py-2">
      {navigation.map((group) => {
        const items = group.items.filter((item) => capabilities.includes(item.right));
        if (items.length === 0) return null;
        return (
          <div key={group.key} className="flex flex-col gap-0.5">
            <p className="px-2 pb-1 text-xs font-medium text-muted">{t(`groups.${group.key}`)}</p>
            {items.map((item) => {
              const Icon = icons[item.key];
              const isCurrent = current?.key === item.key;
              return (
                <Link
                  key={item.key}
                  href={item.href}
                  aria-current={isCurrent ? "page" : undefined}
                  className={classNames(
                    "flex h-8 items-center gap-2.5 rounded-md px-2 text-sm",
                    isCurrent ? "bg-accent-soft font-medium text-accent" : "text-ink hover:bg-hover",
                  )}
                >
                  <Icon
                    aria-hidden
                    className={classNames("size-4", isCurrent ? "" : "text-muted")}
                    strokeWidth={1.75}
                  />
                  {t(`items.${item.key}`)}
                </Link>
              );
            })}
          </div>
        );
      })}
    </nav>
  );
}
