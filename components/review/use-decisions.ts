"use client";

import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useTranslations } from "next-intl";
import { type RefObject, useCallback, useRef, useState } from "react";
import { holdMs, type Verdict } from "#server/domain/review/browser";
import { readProblem } from "../layout/problem";
import { useTRPC } from "../layout/trpc";
import { useToasts } from "../ui/toast";
import type { Item } from "./prices-at-stake";
import { neighbourOf, type Queue } from "./use-queue";

export type Draft = {
  verdict: Verdict;
  reasonCode: string;
  text: string | null;
  change: Record<string, string | null> | null;
};
export type Proof = { password: string; code?: string };
/** A decision that did not hold: what the server said, and the item as it was seen. */
export type Refused = { error: unknown; seen: Item };

const toastId = "review-decision";

/**
 * Decides and goes on at once: the next item is there before the server has answered. What it refuses
 * comes back, with what was seen, so that both can be laid side by side.
 */
export function useDecisions(
  queue: Queue,
  {
    announce,
    isDrafting,
  }: {
    announce: (text: string) => void;
    /** Whether a decision about another item is being written, which must not be torn away. */
    isDrafting: RefObject<boolean>;
  },
) {
  const t = useTranslations("review");
  const trpc = useTRPC();
  const queryClient = useQueryClient();
  const toasts = useToasts();
  const [refused, setRefused] = useState<ReadonlyMap<string, Refused>>(new Map());
  const [count, setCount] = useState(0);
  const made = useRef<{ item: Item; done: Promise<unknown> }[]>([]);
  const decide = useMutation(trpc.review.decide.mutationOptions());
  const takeBack = useMutation(trpc.review.undo.mutationOptions());

  const nameOf = (item: Item) => item.operation?.operation.externalId ?? t("item");
  const refresh = useCallback(
    async (reviewItemId: string, withList = false) => {
      await Promise.all([
        queryClient.invalidateQueries(trpc.review.item.queryFilter({ reviewItemId })),
        queryClient.invalidateQueries(trpc.review.queueCounts.pathFilter()),
        withList ? queryClient.invalidateQueries(trpc.review.queue.pathFilter()) : null,
      ]);
    },
    [queryClient, trpc],
  );

  /** Takes the last decision made here back, or one's own about a given item. */
  async function undo(item?: Item): Promise<void> {
    const last = item ? { item, done: Promise.resolve() } : made.current.pop();
    if (!last) return announce(t("undo.nothing"));
    const { reviewItemId } = last.item;
    made.current = made.current.filter((one) => one.item.reviewItemId !== reviewItemId);
    toasts.close(toastId);
    try {
      await last.done;
      await takeBack.mutateAsync({ reviewItemId });
      if (!item) setCount((before) => Math.max(0, before - 1));
      queue.gone.bringBack(reviewItemId);
      queue.show(reviewItemId);
      toasts.add({ id: toastId, title: t("undo.done", { name: nameOf(last.item) }), timeout: 4_000 });
      await refresh(reviewItemId, true);
    } catch (error) {
      toasts.add({
        title: readProblem(error)?.message ?? t("undo.failed"),
        description: readProblem(error)?.action,
        type: "error",
      });
      void refresh(reviewItemId);
    }
  }

  function tell(item: Item, draft: Draft, state: "HELD" | "STANDING"): void {
    toasts.add({
      id: toastId,
      title: t(state === "HELD" ? `done.${draft.verdict}` : "done.STANDING", { name: nameOf(item) }),
      description: t(state === "HELD" ? "done.held" : "done.standing"),
      timeout: holdMs,
      actionProps: { children: t("undo.action"), onClick: () => void undo() },
    });
  }

  const send = (item: Item, draft: Draft, proof: Proof | null) =>
    decide.mutateAsync({
      reviewItemId: item.reviewItemId,
      evidenceHash: item.evidenceHash,
      ...draft,
      ...(proof ? { proof } : {}),
    });

  function comeBack(item: Item, error: unknown): void {
    const { reviewItemId } = item;
    queue.gone.bringBack(reviewItemId);
    setCount((before) => Math.max(0, before - 1));
    setRefused((before) => new Map(before).set(reviewItemId, { error, seen: item }));
    const title = readProblem(error)?.message ?? t("failed");
    if (!isDrafting.current) queue.show(reviewItemId);
    announce(title);
    toasts.add({
      title: `${nameOf(item)}: ${title}`,
      type: "error",
      actionProps: { children: t("seeItem"), onClick: () => queue.show(reviewItemId) },
    });
    void refresh(reviewItemId, true);
  }

  function goOn(item: Item): void {
    const next = neighbourOf(queue.items, item.reviewItemId);
    queue.gone.hide(item.reviewItemId);
    setCount((before) => before + 1);
    queue.show(next);
  }

  function settled(item: Item, draft: Draft, state: "HELD" | "STANDING"): void {
    queue.gone.settle(item.reviewItemId);
    tell(item, draft, state);
    void refresh(item.reviewItemId);
  }

  /** Decides without waiting for the answer. */
  function commit(item: Item, draft: Draft): void {
    forget(item.reviewItemId);
    const done = send(item, draft, null).then((answer) => {
      if (answer.kind === "unproven") throw new Error(answer.wrong);
      settled(item, draft, answer.state);
    });
    const kept = { item, done };
    made.current.push(kept);
    goOn(item);
    done.catch((error) => {
      made.current = made.current.filter((one) => one !== kept);
      comeBack(item, error);
    });
  }

  /** Decides with a proof of who one is. @returns what of the proof was wrong */
  async function commitProven(item: Item, draft: Draft, proof: Proof): Promise<"password" | "code" | null> {
    const answer = await send(item, draft, proof);
    if (answer.kind === "unproven") return answer.wrong;
    forget(item.reviewItemId);
    made.current.push({ item, done: Promise.resolve() });
    goOn(item);
    settled(item, draft, answer.state);
    return null;
  }

  function forget(reviewItemId: string): void {
    setRefused((before) => {
      const next = new Map(before);
      next.delete(reviewItemId);
      return next;
    });
  }

  return { commit, commitProven, undo, refused, forget, count, refresh };
}
export type Decisions = ReturnType<typeof useDecisions>;
