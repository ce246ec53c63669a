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
import { actionInWords, fieldInWords, type Words } from "./filter-words";
import { SubjectLink } from "./subject-link";

export type Event = RouterOutput["audit"]["list"]["items"][number];
type Props = { events: readonly Event[]; openId: string | null; onOpen: (id: string | null) => void };

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
    <div ref={body} className="min-w-0 flex-1">
      <div className="max-md:hidden">
        <Table caption={t("title")}>
          <TableHead>
            {(["place", "at", "who", "action", "subject", "fund", "change", "reason", "source"] as const).map(
              (column) => (
                <Th key={column} numeric={column === "place"}>
                  {t(`columns.${column}`)}
                </Th>
              ),
            )}
          </TableHead>
          <TableBody>
            {events.map((event) => (
              <EventRow key={event.eventId} event={event} {...props} />
            ))}
          </TableBody>
        </Table>
      </div>
      <ol aria-label={t("title")} className="card divide-y divide-line md:hidden">
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
      <Td>
        <Instant at={event.at} />
      </Td>
      <Td className="whitespace-nowrap">
        <Who event={event} />
      </Td>
      <Td className="whitespace-nowrap">
        <OpenButton event={event} openId={openId} onOpen={onOpen} />
      </Td>
      <Td className="whitespace-nowrap">
        <SubjectLink subject={event} />
      </Td>
      <Td className="whitespace-nowrap">{event.fundCode ?? <span className="text-muted">—</span>}</Td>
      <Td className="max-w-72 truncate">
        <ChangeSummary event={event} />
      </Td>
      <Td className="max-w-56 truncate" title={event.reason ?? undefined}>
        {event.reason ?? <span className="text-muted">—</span>}
      </Td>
      <Td className="whitespace-nowrap text-xs text-muted">
        <Source event={event} />
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

export function Who({ event }: { event: Pick<Event, "actorKind" | "actorName" | "actorRole" | "actorId"> }) {
  const t = useTranslations("audit");
  const tRoles = useTranslations("user.roles");
  if (event.actorRole === null) {
    const key = `parts.${event.actorId.replaceAll(".", "_")}` as never;
    return <>{t.has(key) ? t(key) : event.actorName}</>;
  }
  return (
    <>
      {event.actorName} <span className="text-xs text-muted">{tRoles(event.actorRole as "gestor")}</span>
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
  const t = useTranslations("audit") as unknown as Words;
  const locale = useLocale();
  const changes = changesOf(event.before, event.after);
  if (changes.length === 0) return <span className="text-muted">—</span>;
  const text = changes
    .slice(0, 2)
    .map(({ field, before, after, isNew }) => {
      const [was, became] = [before, after].map((value) => valueInWords(field, value, t, locale));
      return `${fieldInWords(field, t)}: ${isNew ? became : `${was} → ${became}`}`;
    })
    .join(" · ");
  const rest = changes.length > 2 ? ` +${changes.length - 2}` : "";
  return <span title={text}>{text + rest}</span>;
}
