"use client";

import { useTranslations } from "next-intl";
import type { SubjectEvent } from "#server/domain/audit/queries";
import { Instant } from "../ui/date-time";

/** The trail of one subject, oldest first. */
export function EventList({ events }: { events: readonly SubjectEvent[] }) {
  const t = useTranslations("events");
  if (events.length === 0) return <p className="p-4 text-muted">{t("none")}</p>;
  return (
    <ol className="flex flex-col divide-y divide-line">
      {events.map((event) => (
        <li key={event.id} className="flex flex-col gap-0.5 px-4 py-2.5">
          <div className="flex flex-wrap items-baseline justify-between gap-x-3">
            <span className="font-medium">
              <ActionName action={event.action} />
            </span>
            <span className="text-xs text-muted">
              <Instant at={event.at} />
            </span>
          </div>
          <span className="text-xs text-muted">
            {event.actorKind === "job" || event.actorKind === "system"
              ? t(`actors.${event.actorKind}`)
              : event.actorName}
          </span>
          {event.reason ? <span className="text-sm">{event.reason}</span> : null}
          {event.after !== null || event.before !== null ? (
            <details>
              <summary className="w-fit text-xs text-muted hover:text-ink">{t("details")}</summary>
              <pre className="mt-1 overflow-x-auto rounded-md bg-sunken p-2 font-mono text-xs whitespace-pre-wrap">
                {JSON.stringify({ antes: event.before, depois: event.after }, null, 2)}
              </pre>
            </details>
          ) : null}
        </li>
      ))}
    </ol>
  );
}

function ActionName({ action }: { action: string }) {
  const t = useTranslations("events");
  const key = `actions.${action.replaceAll(".", "_")}` as never;
  return <>{t.has(key) ? t(key) : action}</>;
}
