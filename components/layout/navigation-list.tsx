"use client";

import {
  ArrowLeftRight,
  Bell,
  Eye,
  FileText,
  Landmark,
  LayoutDashboard,
  ScrollText,
  Upload,
  Users,
} from "lucide-react";
import Link from "next/link";
import { usePathname } from "next/navigation";
import { useLocale, useTranslations } from "next-intl";
import type { Capability } from "#server/kernel/capabilities";
import { classNames } from "../ui/class-names";
import { formatCount } from "../ui/format";
import { useFundScope, withFundScope } from "./fund-scope";
import { currentItem, type NavigationItem, navigation } from "./navigation";
import { usePulse } from "./pulse";

const icons: Record<NavigationItem["key"], typeof Eye> = {
  home: LayoutDashboard,
  review: Eye,
  funds: Landmark,
  operations: ArrowLeftRight,
  files: FileText,
  send: Upload,
  notifications: Bell,
  audit: ScrollText,
  users: Users,
};

type Props = { label: string; capabilities: readonly Capability[] };

/** Where this person can go, and how much waits there for them; what they may not open is not there. */
export function NavigationList({ label, capabilities }: Props) {
  const t = useTranslations("nav");
  const current = currentItem(usePathname());
  return (
    <nav aria-label={label} className="flex flex-1 flex-col gap-5 overflow-y-auto px-3 py-2">
      {navigation.map((group) => {
        const items = group.items.filter(
          ({ right, isHidden }) => !isHidden && (right === null || capabilities.includes(right)),
        );
        if (items.length === 0) return null;
        return (
          <div key={group.key} className="flex flex-col gap-0.5">
            <p className="px-2 pb-1 text-xs font-medium text-muted">{t(`groups.${group.key}`)}</p>
            {items.map((item) => (
              <Item key={item.key} item={item} isCurrent={current?.key === item.key} />
            ))}
          </div>
        );
      })}
    </nav>
  );
}

function Item({ item, isCurrent }: { item: NavigationItem; isCurrent: boolean }) {
  const t = useTranslations("nav");
  const locale = useLocale();
  const [fund] = useFundScope();
  const { pulse } = usePulse();
  const count = pulse?.attention.find(({ kind }) => kind === item.attention)?.count ?? 0;
  const Icon = icons[item.key];
  return (
    <Link
      href={item.isScoped ? withFundScope(item.href, fund) : item.href}
      aria-current={isCurrent ? "page" : undefined}
      className={classNames(
        "flex h-8 items-center gap-2.5 rounded-md px-2 text-sm",
        isCurrent ? "bg-accent-soft font-medium text-accent" : "text-ink hover:bg-hover",
      )}
    >
      <Icon aria-hidden className={classNames("size-4", isCurrent ? "" : "text-muted")} strokeWidth={1.75} />
      <span className="min-w-0 flex-1 truncate">{t(`items.${item.key}`)}</span>
      {count > 0 ? (
        <>
          <span className="sr-only">, {t("waiting", { count })}</span>
          <span
            aria-hidden
            className="figures rounded-full bg-review-tint px-1.5 text-xs leading-5 font-semibold text-review"
          >
            {formatCount(count, locale)}
          </span>
        </>
      ) : null}
    </Link>
  );
}
