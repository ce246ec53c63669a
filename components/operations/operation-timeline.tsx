"use client";

import { Clock } from "lucide-react";
import { useLocale, useTranslations } from "next-intl";
import { parseAsString, parseAsStringLiteral, useQueryState } from "nuqs";
import { useEffect, useRef } from "react";
import type { Timeline, TimelineEvent } from "#server/domain/operations/queries";
import { useShortcuts } from "../shortcuts/use-shortcuts";
import { classNames } from "../ui/class-names";
import { CopyButton } from "../ui/copy-button";
import { Instant } from "../ui/date-time";
import { formatInstant } from "../ui/format";
import { Section } from "../ui/section";
import { EventFacts, gapBetween } from "./timeline-facts";

const levels = ["essencial", "detalhe", "tecnico"] as const;
const depth = { essential: 0, detail: 1, technical: 2 } as const;

/** The life of an operation, from the line of its file to the ledger, as deep as the reader wants it. */
export function OperationTimeline({ timeline, operationId }: { timeline: Timeline; operationId: string }) {
  const t = useTranslations("timeline");
  const [level, setLevel] = useQueryState("nivel", parseAsStringLiteral(levels).withDefault("detalhe"));
  const wanted = levels.indexOf(level);
  const events = timeline.events.filter((event) => event.isFailure || depth[event.level] <= wanted);
  useShortcuts(t("title"), [
    { keys: "l", label: t("nextLevel"), run: () => void setLevel(levels[(wanted + 1) % levels.length]!) },
  ]);
  return (
    <Section
      title={t("title")}
      actions={
        <fieldset aria-label={t("level")} className="flex rounded-md border border-line p-0.5 print:hidden">
          {levels.map((one) => (
            <label
              key={one}
              className="flex h-6 cursor-pointer items-center rounded-sm px-2 text-xs has-checked:bg-accent-soft has-checked:font-medium has-checked:text-accent has-focus-visible:outline-2 has-focus-visible:outline-focus"
            >
              <input
                type="radio"
                name="level"
                checked={level === one}
                onChange={() => void setLevel(one)}
                className="sr-only"
              />
              {t(`levels.${one}`)}
            </label>
          ))}
        </fieldset>
      }
    >
      <TimelineList
        events={events}
        next={timeline.next}
        operationId={operationId}
        records={wanted === 2 ? "open" : "closed"}
      />
    </Section>
  );
}

/** Whether what was written down about an event can be looked at, and is shown at once. */
type Records = "none" | "closed" | "open";

export function TimelineList(props: {
  events: readonly TimelineEvent[];
  next: Timeline["next"];
  operationId: string;
  records: Records;
}) {
  const { events, next } = props;
  return (
    <ol className="flex flex-col px-4 py-3">
      {events.map((event, index) => (
        <Step
          key={event.id}
          {...props}
          event={event}
          before={events[index - 1]}
          isLast={index === events.length - 1 && !next}
        />
      ))}
      {next ? <NextStep next={next} /> : null}
    </ol>
  );
}

type StepProps = {
  event: TimelineEvent;
  before: TimelineEvent | undefined;
  isLast: boolean;
  operationId: string;
  records: Records;
};

function Step({ event, before, isLast, operationId, records }: StepProps) {
  const t = useTranslations("timeline");
  const [pointed] = useQueryState("evento", parseAsString);
  const isPointed = pointed === event.id;
  const item = useRef<HTMLLIElement>(null);
  useEffect(() => {
    if (isPointed) item.current?.scrollIntoView({ block: "center" });
  }, [isPointed]);
  const gap = before ? gapBetween(before.at, event.at) : null;
  return (
    <>
      {gap ? (
        <li aria-hidden className="flex gap-3 py-0.5 text-xs text-muted">
          <span className="ml-[5px] w-px border-l border-dashed border-line-strong" />
          <span className="pl-1.5">{t("gap", { time: gap })}</span>
        </li>
      ) : null}
      <li
        ref={item}
        id={`evento-${event.id}`}
        className={classNames("group flex gap-3", isPointed && "-mx-2 rounded-md bg-accent-soft px-2")}
      >
        <span aria-hidden className="relative flex w-[11px] shrink-0 justify-center">
          <span className={classNames("absolute top-0 w-px bg-line-strong", isLast ? "h-2.5" : "h-full")} />
          <span
            className={classNames(
              "relative mt-1.5 size-[9px] rounded-full border-2",
              event.isFailure
                ? "border-bad bg-bad-tint"
                : event.level === "essential"
                  ? "border-accent bg-accent"
                  : "border-line-strong bg-surface",
            )}
          />
        </span>
        <div className="flex min-w-0 flex-1 flex-col gap-0.5 pb-3">
          <div className="flex flex-wrap items-baseline justify-between gap-x-3">
            <span className={classNames(event.level === "essential" && "font-medium")}>
              <EventName kind={event.kind} />
            </span>
            <span className="inline-flex items-center gap-1 text-xs text-muted">
              <Instant at={event.at} />
              <span className="opacity-0 group-focus-within:opacity-100 group-hover:opacity-100 print:hidden">
                <CopyLink operationId={operationId} eventId={event.id} />
              </span>
            </span>
          </div>
          <EventFacts event={event} />
          {event.reason ? <span className="text-sm">{event.reason}</span> : null}
          {records !== "none" && event.payload !== null && event.payload !== undefined ? (
            <Payload payload={event.payload} isOpen={records === "open"} />
          ) : null}
        </div>
      </li>
    </>
  );
}

function CopyLink({ operationId, eventId }: { operationId: string; eventId: string }) {
  const t = useTranslations("timeline");
  const path = `/operacoes/${operationId}?evento=${eventId}`;
  const text = typeof window === "undefined" ? path : new URL(path, window.location.href).href;
  return <CopyButton text={text} label={t("copyLink")} copiedLabel={t("copied")} />;
}

function EventName({ kind }: { kind: string }) {
  const t = useTranslations("timeline.kinds");
  const tEvents = useTranslations("events.actions");
  const key = kind.replaceAll(".", "_") as never;
  if (t.has(key)) return <>{t(key)}</>;
  return <>{tEvents.has(key) ? tEvents(key) : kind}</>;
}

function Payload({ payload, isOpen }: { payload: unknown; isOpen: boolean }) {
  const t = useTranslations("timeline");
  return (
    <details open={isOpen} className="print:hidden">
      <summary className="w-fit text-xs text-muted hover:text-ink">{t("payload")}</summary>
      <pre className="mt-1 overflow-x-auto rounded-md bg-sunken p-2 font-mono text-xs whitespace-pre-wrap">
        {asJson(payload)}
      </pre>
    </details>
  );
}

export function asJson(value: unknown): string {
  return JSON.stringify(value, (_, one) => (typeof one === "bigint" ? one.toString() : one), 2);
}

/** What has not happened yet, drawn as what it is: a dashed ghost with its hour. */
function NextStep({ next }: { next: NonNullable<Timeline["next"]> }) {
  const t = useTranslations("timeline.next");
  const locale = useLocale();
  return (
    <li className="flex gap-3 text-muted">
      <Clock aria-hidden className="mt-0.5 -ml-px size-3.5 shrink-0" />
      <span className="rounded-md border border-dashed border-line-strong px-2 py-1">
        {t(next.kind)}
        {next.at ? ` · ${formatInstant(next.at, locale)}` : ""}
        {next.attempts > 0 ? ` · ${t("attempts", { count: next.attempts })}` : ""}
      </span>
    </li>
  );
}
