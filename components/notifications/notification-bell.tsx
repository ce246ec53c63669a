"use client";

import { useQuery } from "@tanstack/react-query";
import { Bell } from "lucide-react";
import Link from "next/link";
import { useLocale, useTranslations } from "next-intl";
import { useState } from "react";
import { Failure } from "../layout/failure";
import { usePulse } from "../layout/pulse";
import { useTRPC } from "../layout/trpc";
import { Button } from "../ui/button";
import { formatCount } from "../ui/format";
import { Popover } from "../ui/popover";
import { Skeleton } from "../ui/skeleton";
import { NotificationItems, useReadNotifications } from "./notification-list";

/** How much is new, and the newest of it at hand. */
export function NotificationBell() {
  const t = useTranslations("notifications");
  const locale = useLocale();
  const [isOpen, setOpen] = useState(false);
  const count = usePulse().pulse?.unread ?? 0;
  return (
    <Popover
      open={isOpen}
      onOpenChange={setOpen}
      label={t("title")}
      align="end"
      className="max-h-[min(32rem,var(--available-height))] w-[min(24rem,calc(100vw-1.5rem))]"
      trigger={
        <button
          type="button"
          aria-label={t("bell", { count })}
          className="relative inline-flex size-8 items-center justify-center rounded-md text-muted hover:bg-hover hover:text-ink data-popup-open:bg-hover"
        >
          <Bell aria-hidden className="size-4" strokeWidth={1.75} />
          {count > 0 ? (
            <span className="figures absolute -top-0.5 -right-0.5 inline-flex h-4 min-w-4 items-center justify-center rounded-full bg-accent px-1 text-[0.6875rem] leading-none font-semibold text-on-accent">
              {count > 99 ? "99+" : formatCount(count, locale)}
            </span>
          ) : null}
        </button>
      }
    >
      <Newest onOpen={() => setOpen(false)} />
    </Popover>
  );
}

function Newest({ onOpen }: { onOpen: () => void }) {
  const t = useTranslations("notifications");
  const trpc = useTRPC();
  const read = useReadNotifications();
  const list = useQuery({
    ...trpc.notifications.list.queryOptions({ limit: 8 }),
    meta: { isBackground: true },
    staleTime: 0,
  });
  const newest = list.data?.items[0];
  const hasNew = list.data?.items.some((item) => item.readAt === null) ?? false;
  return (
    <>
      <div className="flex min-h-11 items-center justify-between gap-2 border-b border-line px-4">
        <h2 className="text-base font-semibold">{t("title")}</h2>
        {newest && hasNew ? (
          <Button
            kind="quiet"
            disabled={read.isPending}
            onClick={() => read.mutate({ notificationId: newest.notificationId })}
          >
            {t("readAll")}
          </Button>
        ) : null}
      </div>
      <div className="min-h-0 overflow-y-auto">
        {list.isError ? <Failure error={list.error} retry={() => list.refetch()} /> : null}
        {list.isPending ? <Skeleton className="m-4 h-24" /> : null}
        {list.data ? <NotificationItems items={list.data.items} onOpen={onOpen} /> : null}
      </div>
      <Link
        href="/notificacoes"
        onClick={onOpen}
        className="border-t border-line px-4 py-2.5 text-accent hover:underline"
      >
        {t("seeAll")}
      </Link>
    </>
  );
}
