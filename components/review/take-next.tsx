"use client";

import { useMutation, useQueryClient } from "@tanstack/react-query";
import { HandGrab } from "lucide-react";
import { useTranslations } from "next-intl";
import { readProblem } from "../layout/problem";
import { useTRPC } from "../layout/trpc";
import { KeyHint } from "../shortcuts/key-hint";
import { useShortcuts } from "../shortcuts/use-shortcuts";
import { Button } from "../ui/button";
import { useToasts } from "../ui/toast";
import type { Queue } from "./use-queue";

/** Takes the next item that nobody has, and opens it: two people who ask at once get different ones. */
export function TakeNext({ queue, announce }: { queue: Queue; announce: (text: string) => void }) {
  const t = useTranslations("review");
  const trpc = useTRPC();
  const queryClient = useQueryClient();
  const toasts = useToasts();
  const next = useMutation(
    trpc.review.next.mutationOptions({
      onSuccess: async ({ reviewItemId }) => {
        queue.show(reviewItemId);
        announce(t("next.taken"));
        await queryClient.invalidateQueries(trpc.review.queue.pathFilter());
      },
      onError: (error) => toasts.add({ title: readProblem(error)?.message ?? t("failed"), type: "error" }),
    }),
  );
  const take = () => next.mutate();
  useShortcuts(t("title"), [{ keys: "n", label: t("next.action"), run: take }]);
  return (
    <Button onClick={take} disabled={next.isPending}>
      <HandGrab aria-hidden />
      {t("next.action")}
      <span className="max-md:hidden">
        <KeyHint keys="n" />
      </span>
    </Button>
  );
}
