"use client";

import { useLocale, useTranslations } from "next-intl";
import { type KeyboardEvent, type PointerEvent, type ReactNode, useState } from "react";
import { localDay } from "#server/kernel/local-time";
import type { RouterOutput } from "../layout/trpc";
import { Button } from "../ui/button";
import { classNames } from "../ui/class-names";
import { formatCount, formatDay, formatTime } from "../ui/format";

type Density = NonNullable<RouterOutput["audit"]["density"]>;
/** Stretches by their places, both ends within. */
export type Picked = { from: number; to: number };
type Stretches = Pick<Density, "from" | "everyS">;
type Choice = { anchor: number; at: number };

/** Where a stretch begins. */
export function instantOf({ from, everyS }: Stretches, index: number): Date {
  return new Date(from.getTime() + index * everyS * 1000);
}

/** The same in words, no finer than the stretches are. */
export function beginningOf(stretches: Stretches, index: number, locale: string): string {
  const at = instantOf(stretches, index);
  const day = formatDay(localDay(at), locale);
  if (stretches.everyS >= 86_400) return day;
  return `${day} ${formatTime(at, locale, stretches.everyS < 60)}`;
}

/** The bars: a pointer drags over them, keys walk and stretch, and what is picked is said before it filters. */
export function DensityBars({
  density,
  onPick,
  children,
}: {
  density: Density;
  onPick: (picked: Picked) => void;
  children: ReactNode;
}) {
  const t = useTranslations("audit.density");
  const { counts } = density;
  const [choice, setChoice] = useState<Choice | null>(null);
  const [isDragging, setDragging] = useState(false);
  const picked = choice && orderOf(choice);
  const text = useText(density);
  const pick = (which: Picked) => {
    setChoice(null);
    onPick(which);
  };
  const onKeyDown = (event: KeyboardEvent) => {
    const next = walked(event, choice, counts.length);
    if (next !== undefined) setChoice(next);
    else if (event.key === "Enter" && picked) pick(picked);
    else return;
    event.preventDefault();
    event.stopPropagation();
  };
  const drag = usePointer(counts.length, { choice, setChoice, isDragging, setDragging, onDone: pick });
  return (
    <>
      <div className="flex min-h-8 flex-wrap items-center justify-between gap-x-4">
        <p className="figures text-sm">{picked ? text.of(picked) : text.whole}</p>
        <div className="flex flex-wrap items-center">
          {picked && !isDragging ? (
            <Button kind="quiet" onClick={() => pick(picked)}>
              {t("apply")}
            </Button>
          ) : null}
          {children}
        </div>
      </div>
      <div
        role="slider"
        tabIndex={0}
        aria-label={t("walk")}
        aria-valuemin={0}
        aria-valuemax={counts.length - 1}
        aria-valuenow={choice?.at ?? counts.length - 1}
        aria-valuetext={picked ? text.of(picked) : text.whole}
        onKeyDown={onKeyDown}
        className="flex h-16 cursor-crosshair touch-pan-y items-stretch rounded-sm border-b border-line-strong select-none"
        {...drag}
      >
        <Bars counts={counts} picked={picked} />
      </div>
      <p className="flex justify-between gap-2 text-xs text-muted">
        <span className="figures">{text.start}</span>
        <span className="max-sm:hidden">{text.note}</span>
        <span className="figures">{text.end}</span>
      </p>
    </>
  );
}

function Bars({ counts, picked }: { counts: readonly number[]; picked: Picked | null }) {
  const most = Math.max(1, ...counts);
  return counts.map((count, index) => {
    const isPicked = picked !== null && index >= picked.from && index <= picked.to;
    return (
      <span
        // biome-ignore lint/suspicious/noArrayIndexKey: a stretch is its place
        key={index}
        className={classNames("flex min-w-0 flex-1 items-end px-px", isPicked && "bg-accent-soft")}
      >
        <span
          className={classNames("w-full rounded-t-xs", isPicked ? "bg-accent" : "bg-accent/55")}
          // What happened at all is seen, however little beside the most.
          style={{ height: count === 0 ? 0 : `max(2px, ${(count / most) * 100}%)` }}
        />
      </span>
    );
  });
}

/** What is drawn, in sentences. */
function useText(density: Density) {
  const t = useTranslations("audit.density");
  const locale = useLocale();
  const { counts, oneIn, everyS } = density;
  const at = (index: number) => beginningOf(density, index, locale);
  const sum = (from: number, to: number) => {
    const count = counts.slice(from, to + 1).reduce((all, one) => all + one, 0);
    const formatted = formatCount(count, locale);
    return oneIn === 1 ? t("counted", { count, formatted }) : t("estimated", { formatted });
  };
  const between = (from: number, to: number) => t("between", { from: at(from), to: at(to + 1) });
  return {
    of: ({ from, to }: Picked) => `${between(from, to)}: ${sum(from, to)}`,
    whole: `${t("title")}: ${sum(0, counts.length - 1)} · ${t("each", { step: t(`steps.${everyS}` as "steps.60") })}`,
    start: at(0),
    end: at(counts.length),
    note: oneIn === 1 ? t("hint") : t("estimate", { oneIn: formatCount(oneIn, locale) }),
  };
}

function orderOf({ anchor, at }: Choice): Picked {
  return { from: Math.min(anchor, at), to: Math.max(anchor, at) };
}

/** The choice after a key; null: none any more; undefined: the key means nothing here. */
function walked(event: KeyboardEvent, choice: Choice | null, count: number): Choice | null | undefined {
  if (event.key === "Escape") return choice ? null : undefined;
  const at = choice?.at ?? count;
  const places: Readonly<Record<string, number>> = {
    ArrowLeft: at - 1,
    ArrowDown: at - 1,
    ArrowRight: at + 1,
    ArrowUp: at + 1,
    PageDown: at - 10,
    PageUp: at + 10,
    Home: 0,
    End: count - 1,
  };
  const place = places[event.key];
  if (place === undefined) return undefined;
  const next = Math.max(0, Math.min(count - 1, place));
  return { anchor: event.shiftKey && choice ? choice.anchor : next, at: next };
}

function usePointer(
  count: number,
  {
    choice,
    setChoice,
    isDragging,
    setDragging,
    onDone,
  }: {
    choice: Choice | null;
    setChoice: (choice: Choice | null) => void;
    isDragging: boolean;
    setDragging: (is: boolean) => void;
    onDone: (picked: Picked) => void;
  },
) {
  const placeOf = (event: PointerEvent) => {
    const { left, width } = event.currentTarget.getBoundingClientRect();
    return Math.max(0, Math.min(count - 1, Math.floor(((event.clientX - left) / width) * count)));
  };
  return {
    onPointerDown: (event: PointerEvent) => {
      if (event.button !== 0) return;
      event.currentTarget.setPointerCapture(event.pointerId);
      const at = placeOf(event);
      setDragging(true);
      setChoice({ anchor: at, at });
    },
    onPointerMove: (event: PointerEvent) => {
      const at = placeOf(event);
      if (isDragging && choice) setChoice({ ...choice, at });
    },
    onPointerUp: () => {
      setDragging(false);
      if (isDragging && choice) onDone(orderOf(choice));
    },
    onPointerCancel: () => {
      setDragging(false);
      setChoice(null);
    },
  };
}
