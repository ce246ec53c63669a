"use client";

import { useMutation } from "@tanstack/react-query";
import { RefreshCw } from "lucide-react";
import { useTranslations } from "next-intl";
import { readProblem } from "../layout/problem";
import { useTRPC } from "../layout/trpc";
import { KeyHint } from "../shortcuts/key-hint";
import { useShortcuts } from "../shortcuts/use-shortcuts";
import { Button } from "../ui/button";
import { useToasts } from "../ui/toast";
import { type Item, isLack } from "./prices-at-stake";
import type { Decisions } from "./use-decisions";
import { neighbourOf, type Queue } from "./use-queue";

type Props = { item: Item; decisions: Decisions; queue: Queue; announce: (text: string) => void };

/** Has the sources and the rules asked again, now: the item closes, and comes back if they still object. */
export function AskAgain({ item, decisions, queue, announce }: Props) {
  const t = useTranslations("review");
  const trpc = useTRPC();
  const toasts = useToasts();
  const runAgain = useMutation(
    trpc.review.runAgain.mutationOptions({
      onSuccess: async () => {
        announce(t("again.done"));
        toasts.add({
          title: t("again.done"),
          description: t(isLack(item) ? "again.executeHint" : "again.hint"),
          timeout: 6_000,
        });
        queue.gone.settle(item.reviewItemId);
        queue.show(neighbourOf(queue.items, item.reviewItemId));
        await decisions.refresh(item.reviewItemId, true);
      },
      onError: (error) => toasts.add({ title: readProblem(error)?.message ?? t("failed"), type: "error" }),
    }),
  );
  const action = t(isLack(item) ? "again.execute" : "again.action");
  const ask = () => {
    if (item.state === "OPEN" && !runAgain.isPending) runAgain.mutate({ reviewItemId: item.reviewItemId });
  };
  useShortcuts(t("keys.decision"), [{ keys: "p", label: action, run: ask }]);
  return (
    <Button kind="quiet" className="border-line" disabled={runAgain.isPending} onClick={ask}>
      <RefreshCw aria-hidden />
      {action}
      <span className="max-md:hidden">
        <KeyHint keys="p" />
      </span>
    </Button>
  );
}
