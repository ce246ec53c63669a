"use client";

import { useLocale, useTranslations } from "next-intl";
import { useRef } from "react";
import type { RouterOutput } from "../layout/trpc";
import { useShortcuts } from "../shortcuts/use-shortcuts";
import { classNames } from "../ui/class-names";
import { Instant } from "../ui/date-time";
import { formatCount } from "../ui/format";
import { Row, Table, TableBody, TableHead, Td, Th } from "../ui/table";
import { changesOf, valueInWords } from "./changes";
import { SubjectLink } from "./subject-link";
import { useEventWords } from "./use-event-words";
import { actionInWords, fieldInWords, partInWords, type Words } from "./words";

export type Event = RouterOutput["audit"]["list"]["items"][number];
type Props = { events: readonly Event[]; openId: string | null; onOpen: (id: string | null) => void };

/** Said by the panel too: beside an open one these two give way. */
const ifRoom = "hidden @4xl:table-cell";

/** Events as rows, and as cards where there is no room for columns. */
export function EventTable(props: Props) {
  const { events, openId, onOpen } = props;
  const t = useTranslations("audit");
  const body = useRef<HTMLDivElement>(null);
  const step = (by: number) => {
    const rows = [...(body.current?.querySelectorAll<HTMLElement>("[data-event]") ?? [])];
    const seen = rows.filter((row) => row.offsetParent !== null);
    const at = seen.indexOf(document.activeElement as HTMLElement);
    const next = seen[at < 0 ? 0 : Math.max(0, Math.min(seen.length - 1, at + by))];
    next?.focus();
    if (openId !== null && next?.dataset.event) onOpen(next.dataset.event);
  };
  useShortcuts(t("title"), [
    { keys: "j", label: t("keys.next"), run: () => step(1) },
    { keys: "k", label: t("keys.previous"), run: () => step(-1) },
    ...(openId ? [{ keys: "Escape", label: t("keys.close"), run: () => onOpen(null) }] : []),
  ]);
  return (
    <div ref={body} className="@container min-w-0 flex-1">
      <div className="hidden @2xl:block">
        <Table caption={t("title")}>
          <TableHead>
            <Th numeric>{t("columns.place")}</Th>
            <Th>{t("columns.at")}</Th>
            <Th>{t("columns.who")}</Th>
            <Th>{t("columns.action")}</Th>
            <Th>{t("columns.fund")}</Th>
            <Th className={ifRoom}>{t("columns.change")}</Th>
            <Th className={ifRoom}>{t("columns.reason")}</Th>
          </TableHead>
          <TableBody>
            {events.map((event) => (
              <EventRow key={event.eventId} event={event} {...props} />
            ))}
          </TableBody>
        </Table>
      </div>
      <ol aria-label={t("title")} className="card divide-y divide-line @2xl:hidden">
        {events.map((event) => (
          <li key={event.eventId} className="flex flex-col gap-1 px-4 py-3">
            <div className="flex items-baseline justify-between gap-3">
              <OpenButton event={event} {...props} />
              <span className="shrink-0 text-xs text-muted">
                <Place event={event} />
              </span>
            </div>
            <span>
              <SubjectLink subject={event} />
            </span>
            <span className="text-xs text-muted">
              <Instant at={event.at} /> · <Who event={event} />
            </span>
            {event.reason ? <span className="text-sm">“{event.reason}”</span> : null}
          </li>
        ))}
      </ol>
    </div>
  );
}

function EventRow({ event, openId, onOpen }: Props & { event: Event }) {
  const isOpen = event.eventId === openId;
  return (
    <Row aria-current={isOpen ? "true" : undefined} className={classNames(isOpen && "bg-accent-soft")}>
      <Td numeric>
        <Place event={event} />
      </Td>
      <Td className="whitespace-nowrap">
        <Instant at={event.at} />
      </Td>
      <Td>
        <span className="flex flex-col">
          <Who event={event} />
          <span className="text-xs text-muted">
            <Source event={event} />
          </span>
        </span>
      </Td>
      <Td className="max-w-64">
        <span className="flex flex-col items-start">
          <OpenButton event={event} openId={openId} onOpen={onOpen} />
          <span className="max-w-full break-words">
            <SubjectLink subject={event} />
          </span>
        </span>
      </Td>
      <Td className="whitespace-nowrap">{event.fundCode ?? <span className="text-muted">—</span>}</Td>
      <Td className={classNames("max-w-80", ifRoom)}>
        <ChangeSummary event={event} />
      </Td>
      <Td className={classNames("max-w-56", ifRoom)}>
        {event.reason ? (
          <span className="line-clamp-2" title={event.reason}>
            {event.reason}
          </span>
        ) : (
          <span className="text-muted">—</span>
        )}
      </Td>
    </Row>
  );
}

function OpenButton({ event, openId, onOpen }: Omit<Props, "events"> & { event: Event }) {
  const t = useTranslations("audit");
  const isOpen = event.eventId === openId;
  return (
    <button
      type="button"
      data-event={event.eventId}
      aria-expanded={isOpen}
      onClick={() => onOpen(isOpen ? null : event.eventId)}
      className="min-h-6 rounded-sm text-left font-medium text-accent hover:underline"
    >
      {actionInWords(event.action, t as Words)}
    </button>
  );
}

/** The number in the sealed log, which no later event takes. */
function Place({ event }: { event: Event }) {
  const t = useTranslations("audit");
  const locale = useLocale();
  if (event.place === null) return <span className="text-muted">{t("unsealed")}</span>;
  return <span className="figures">#{formatCount(event.place, locale)}</span>;
}

type Actor = Pick<Event, "actorKind" | "actorName" | "actorRole" | "isRoleOfToday" | "actorId">;

/** The person with the role that they had, or the part of the system. */
export function Who({ event }: { event: Actor }) {
  const t = useTranslations("audit");
  const tRoles = useTranslations("user.roles");
  if (event.actorRole === null) {
    return <>{partInWords(event.actorId, t as unknown as Words)}</>;
  }
  const role = tRoles(event.actorRole as "gestor");
  return (
    <>
      {event.actorName}{" "}
      <span className="text-xs text-muted" title={event.isRoleOfToday ? t("roleTodayHint") : undefined}>
        {event.isRoleOfToday ? t("roleToday", { role }) : role}
      </span>
    </>
  );
}

export function Source({ event }: { event: Event }) {
  const t = useTranslations("audit");
  const kinds = { user: "tela", token: "api", job: "trabalho", system: "sistema" } as const;
  const kind = event.actorId === "cli" ? "cli" : (kinds[event.actorKind as "user"] ?? "sistema");
  return (
    <>
      {t(`sources.${kind}`)}
      {event.request ? <code className="ml-1.5 font-mono">{event.request.slice(0, 8)}</code> : null}
    </>
  );
}

/** The first two changes; the panel has them all. */
function ChangeSummary({ event }: { event: Event }) {
  const { say: t, names } = useEventWords();
  const locale = useLocale();
  const changes = changesOf(event.before, event.after);
  if (changes.length === 0) return <span className="text-muted">—</span>;
  const text = changes
    .slice(0, 2)
    .map(({ field, before, after, isNew }) => {
      const [was, became] = [before, after].map((value) => valueInWords(field, value, { t, locale, names }));
      return `${fieldInWords(field, t)}: ${isNew ? became : `${was} → ${became}`}`;
    })
    .join(" · ");
  const rest = changes.length > 2 ? ` +${changes.length - 2}` : "";
  return (
    <span className="line-clamp-2 break-words" title={text}>
      {text + rest}
    </span>
  );
}
