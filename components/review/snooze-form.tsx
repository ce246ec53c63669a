"use client";

import { useMutation } from "@tanstack/react-query";
import { useTranslations } from "next-intl";
import { useEffect, useRef } from "react";
import { addDays, localDay, localInstant } from "#server/kernel/business-day";
import { Failure } from "../layout/failure";
import { useTRPC } from "../layout/trpc";
import { KeyHint } from "../shortcuts/key-hint";
import { useShortcuts } from "../shortcuts/use-shortcuts";
import { Button } from "../ui/button";
import { useToasts } from "../ui/toast";
import type { Item } from "./prices-at-stake";
import type { Decisions } from "./use-decisions";
import { neighbourOf, type Queue } from "./use-queue";

/** The last day of the calendar: it comes back when it changes, or when somebody wakes it. */
const untilWoken = new Date("9999-12-31T12:00:00Z");
const choices = {
  hour: () => new Date(Date.now() + 3_600_000),
  tomorrow: () => localInstant(addDays(localDay(new Date()), 1), "09:00"),
  woken: () => untilWoken,
} as const;
const names = ["hour", "tomorrow", "woken"] as const;

type Props = {
  item: Item;
  queue: Queue;
  decisions: Decisions;
  announce: (text: string) => void;
  onClose: () => void;
};

/** Until when to put it off; one that is put off comes back here. */
export function SnoozeForm({ item, queue, decisions, announce, onClose }: Props) {
  const t = useTranslations("review");
  const trpc = useTRPC();
  const toasts = useToasts();
  const first = useRef<HTMLButtonElement>(null);
  useEffect(() => first.current?.focus(), []);
  const isAsleep = item.snoozedUntil !== null && item.snoozedUntil > new Date();
  const snooze = useMutation(trpc.review.snooze.mutationOptions());
  async function put(until: Date | null) {
    await snooze.mutateAsync({ reviewItemId: item.reviewItemId, until: until?.toISOString() ?? null });
    toasts.add({ title: t(until ? "snooze.done" : "snooze.awake"), timeout: 5_000 });
    announce(t(until ? "snooze.done" : "snooze.awake"));
    const next = neighbourOf(queue.items, item.reviewItemId);
    onClose();
    if (until && queue.address.fila !== "todas" && next) queue.show(next);
    await decisions.refresh(item.reviewItemId, true);
  }
  const pick = (name: (typeof names)[number]) => void put(choices[name]()).catch(() => undefined);
  useShortcuts(t("keys.form"), [
    ...names.map((name, index) => ({
      keys: String(index + 1),
      label: t(`snooze.${name}`),
      run: () => pick(name),
    })),
    { keys: "Escape", label: t("form.close"), run: onClose },
  ]);
  return (
    <section aria-label={t("snooze.title")} className="flex flex-col gap-2">
      <p className="font-semibold">{t("snooze.title")}</p>
      {snooze.isError ? <Failure error={snooze.error} /> : null}
      {isAsleep ? <Button onClick={() => void put(null)}>{t("snooze.wake")}</Button> : null}
      {names.map((name, index) => (
        <Button
          key={name}
          ref={index === 0 ? first : undefined}
          disabled={snooze.isPending}
          className="justify-between"
          onClick={() => pick(name)}
        >
          {t(`snooze.${name}`)}
          <span className="max-md:hidden">
            <KeyHint keys={String(index + 1)} />
          </span>
        </Button>
      ))}
      <Button kind="quiet" onClick={onClose}>
        {t("form.close")}
      </Button>
    </section>
  );
}
