"use client";

import { useMutation, useQueryClient } from "@tanstack/react-query";
import { Bell } from "lucide-react";
import Link from "next/link";
import { useTranslations } from "next-intl";
import { type RouterOutput, useTRPC } from "../layout/trpc";
import { classNames } from "../ui/class-names";
import { Instant } from "../ui/date-time";
import { EmptyState } from "../ui/empty-state";

export type InboxItem = RouterOutput["notifications"]["list"]["items"][number];

/** Marks as read and brings the counts up to date. */
export function useReadNotifications() {
  const trpc = useTRPC();
  const queryClient = useQueryClient();
  return useMutation(
    trpc.notifications.read.mutationOptions({
      onSuccess: async () => {
        await Promise.all([
          queryClient.invalidateQueries({ queryKey: trpc.notifications.list.pathKey() }),
          queryClient.invalidateQueries({ queryKey: trpc.home.pulse.pathKey() }),
        ]);
      },
    }),
  );
}

/** What the person was told, newest first; opening one marks it as read. */
export function NotificationItems({ items, onOpen }: { items: readonly InboxItem[]; onOpen?: () => void }) {
  const t = useTranslations("notifications");
  const read = useReadNotifications();
  if (items.length === 0) {
    return (
      <EmptyState icon={<Bell aria-hidden />} title={t("empty")}>
        {t("emptyHint")}
      </EmptyState>
    );
  }
  return (
    <ul aria-label={t("title")} className="divide-y divide-line">
      {items.map((item) => {
        const isNew = item.readAt === null;
        return (
          <li key={item.notificationId} className="flex items-start gap-2.5 px-4 py-2.5">
            <span
              aria-hidden
              className={classNames(
                "mt-1.5 size-2 shrink-0 rounded-full",
                isNew ? "bg-accent" : "bg-transparent",
              )}
            />
            <div className="flex min-w-0 flex-col">
              <Link
                href={hrefOf(item)}
                onClick={() => {
                  if (isNew) read.mutate({ notificationId: item.notificationId, isAlone: true });
                  onOpen?.();
                }}
                className={classNames("hover:underline", isNew ? "font-medium text-ink" : "text-muted")}
              >
                <NotificationText item={item} />
              </Link>
              <span className="text-xs text-muted">
                {isNew ? `${t("new")} · ` : ""}
                <Instant at={item.createdAt} />
              </span>
            </div>
          </li>
        );
      })}
    </ul>
  );
}

function NotificationText({ item }: { item: InboxItem }) {
  const t = useTranslations("notifications.kinds");
  const key = item.kind.replaceAll(".", "_") as "import_report";
  return <>{t.has(key) ? t(key, { name: item.name ?? "" }) : t("other")}</>;
}

function hrefOf({ kind, subjectId }: InboxItem): string {
  if (kind.startsWith("import.")) return `/arquivos/${subjectId}`;
  if (kind === "reversal.waiting") return `/auditoria/estornos/${subjectId}`;
  return kind.startsWith("review.") ? `/revisao/${subjectId}` : "/notificacoes";
}
