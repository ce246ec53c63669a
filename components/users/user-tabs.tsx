"use client";

import { useQuery } from "@tanstack/react-query";
import Link from "next/link";
import { usePathname } from "next/navigation";
import { useTranslations } from "next-intl";
import { useTRPC } from "../layout/trpc";
import { classNames } from "../ui/class-names";

const tabs = [
  { key: "people", href: "/usuarios" },
  { key: "requests", href: "/usuarios/pedidos" },
  { key: "roles", href: "/usuarios/papeis" },
] as const;

/** The parts of this area, each a page of its own; the number is what this person may decide. */
export function UserTabs({ canApprove }: { canApprove: boolean }) {
  const t = useTranslations("users.tabs");
  const path = usePathname();
  const trpc = useTRPC();
  const count = useQuery({ ...trpc.users.countRequests.queryOptions(), enabled: canApprove });
  return (
    <nav aria-label={t("label")} className="mb-5 flex gap-1 overflow-x-auto border-b border-line">
      {tabs.map(({ key, href }) => (
        <Link
          key={key}
          href={href}
          aria-current={path === href ? "page" : undefined}
          className={classNames(
            "flex h-9 items-center gap-2 border-b-2 px-3 text-sm font-medium whitespace-nowrap focus-visible:-outline-offset-2",
            path === href ? "border-accent text-ink" : "border-transparent text-muted hover:text-ink",
          )}
        >
          {t(key)}
          {key === "requests" && count.data ? (
            <span className="figures rounded-sm bg-review-tint px-1.5 text-xs text-review">{count.data}</span>
          ) : null}
        </Link>
      ))}
    </nav>
  );
}
