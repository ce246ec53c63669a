"use client";

import { useTranslations } from "next-intl";
import { type RefObject, useEffect, useRef, useState } from "react";
import { AskAgain } from "./ask-again";
import { Assignment } from "./assignment";
import { CommentForm } from "./comment-form";
import { FourEyes } from "./four-eyes";
import type { Mode } from "./modes";
import type { Item } from "./prices-at-stake";
import { ProofDialog } from "./proof-dialog";
import { SnoozeForm } from "./snooze-form";
import type { Decisions, Draft } from "./use-decisions";
import type { Queue } from "./use-queue";
import { VerdictButtons } from "./verdict-buttons";
import { VerdictForm } from "./verdict-form";

type Props = {
  item: Item;
  queue: Queue;
  decisions: Decisions;
  canDecide: boolean;
  announce: (text: string) => void;
  isDrafting: RefObject<boolean>;
};

/** The decision: what one may do, by button or key, and the form of what one is doing. */
export function DecisionRail({ item, queue, decisions, canDecide, announce, isDrafting }: Props) {
  const t = useTranslations("review");
  const [mode, setMode] = useState<Mode | null>(null);
  const [unproven, setUnproven] = useState<Draft | null>(null);
  const place = useRef<HTMLElement>(null);
  useEffect(() => {
    isDrafting.current = mode !== null || unproven !== null;
    return () => {
      isDrafting.current = false;
    };
  }, [isDrafting, mode, unproven]);
  // A form that opens is seen whole, down to what confirms it.
  useEffect(() => {
    if (mode !== null) place.current?.scrollIntoView({ block: "nearest" });
  }, [mode]);
  const close = () => {
    setMode(null);
    // Back to what opened it, so that the focus is never lost.
    requestAnimationFrame(() => document.getElementById("item")?.focus({ preventScroll: true }));
  };
  const decide = (draft: Draft) => {
    if (item.asksStepUp && draft.verdict !== "REJECT") return setUnproven(draft);
    setMode(null);
    decisions.commit(item, draft);
  };
  const isVerdict = mode === "APPROVE" || mode === "REJECT" || mode === "EDIT";
  return (
    <aside
      ref={place}
      aria-label={t("decision")}
      className="card sticky bottom-0 z-10 flex max-h-[75dvh] min-w-0 flex-col gap-3 overflow-y-auto p-3 shadow-layer max-md:-mx-4 max-md:rounded-none max-md:border-x-0 max-md:border-b-0 xl:top-17 xl:bottom-auto xl:max-h-[calc(100dvh-5.5rem)] xl:shadow-none"
    >
      <div className="max-xl:hidden">
        <FourEyes item={item} />
      </div>
      {isVerdict ? null : (
        <VerdictButtons
          item={item}
          canDecide={canDecide}
          mode={mode}
          onMode={setMode}
          onUndo={() => void decisions.undo(item)}
        >
          {canDecide ? (
            <AskAgain item={item} decisions={decisions} queue={queue} announce={announce} />
          ) : null}
        </VerdictButtons>
      )}
      {isVerdict ? (
        <VerdictForm key={mode} verdict={mode} item={item} onDecide={decide} onClose={close} />
      ) : null}
      {mode === "SNOOZE" ? (
        <SnoozeForm item={item} queue={queue} decisions={decisions} announce={announce} onClose={close} />
      ) : null}
      {mode === "COMMENT" ? (
        <CommentForm item={item} decisions={decisions} announce={announce} onClose={close} />
      ) : null}
      {canDecide && mode === null && item.state === "OPEN" ? (
        <Assignment item={item} decisions={decisions} announce={announce} />
      ) : null}
      {unproven ? (
        <ProofDialog
          title={t("proof.title")}
          description={t("proof.description")}
          confirm={t(`actions.${unproven.verdict}`)}
          onClose={() => setUnproven(null)}
          onProve={(proof) => decisions.commitProven(item, unproven, proof)}
        />
      ) : null}
    </aside>
  );
}
