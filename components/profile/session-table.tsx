"use client";

import { LogOut } from "lucide-react";
import { useTranslations } from "next-intl";
import type { SessionItem } from "#server/domain/users/queries";
import { Button } from "../ui/button";
import { Instant } from "../ui/date-time";
import { StatusBadge } from "../ui/status-badge";
import { readDevice } from "./device";

type Props = { sessions: readonly SessionItem[]; isBusy: boolean; onEnd?: (sessionId: string) => void };

/** Where a person is signed in; each can be ended but the one that looks. */
export function SessionTable({ sessions, isBusy, onEnd }: Props) {
  const t = useTranslations("sessions");
  if (sessions.length === 0) return <p className="px-4 py-3 text-muted">{t("none")}</p>;
  return (
    <ul className="divide-y divide-line">
      {sessions.map((session) => {
        const { browser, system } = readDevice(session.userAgent);
        const device =
          browser && system ? t("device", { browser, system }) : (browser ?? system ?? t("unknown"));
        return (
          <li
            key={session.sessionId}
            className="flex flex-wrap items-center justify-between gap-3 px-4 py-2.5"
          >
            <div className="flex min-w-0 flex-col gap-0.5">
              <span className="flex flex-wrap items-center gap-2 font-medium">
                {device}
                {session.isCurrent ? <StatusBadge tone="done">{t("current")}</StatusBadge> : null}
              </span>
              <span className="text-xs text-muted">
                {t("since")} <Instant at={session.createdAt} /> · {t("lastSeen")}{" "}
                <Instant at={session.lastSeenAt} />
              </span>
            </div>
            {onEnd && !session.isCurrent ? (
              <Button
                disabled={isBusy}
                onClick={() => onEnd(session.sessionId)}
                aria-label={t("endOne", { device })}
              >
                <LogOut aria-hidden />
                {t("end")}
              </Button>
            ) : null}
          </li>
        );
      })}
    </ul>
  );
}
