"use client";

import { useTranslations } from "next-intl";
import { type CSSProperties, useCallback, useRef, useState } from "react";
import { Failure } from "../layout/failure";
import { useNow } from "../layout/use-now";
import { useShortcuts } from "../shortcuts/use-shortcuts";
import { classNames } from "../ui/class-names";
import { Skeleton } from "../ui/skeleton";
import { BulkButton } from "./bulk-button";
import { EmptyQueue } from "./empty-queue";
import { ItemPane } from "./item-pane";
import { QueueBar, QueueOrder } from "./queue-bar";
import { QueueList } from "./queue-list";
import { QueueProgress } from "./queue-progress";
import { TakeNext } from "./take-next";
import { useDecisions } from "./use-decisions";
import { useQueue } from "./use-queue";

type Props = {
  /** Whether the reader decides, or only looks and comments. */
  canDecide: boolean;
};

/** What waits for a person: the queue, all about the item that is open, and the decision. */
export function ReviewScreen({ canDecide }: Props) {
  const queue = useQueue();
  const [said, setSaid] = useState("");
  // The same sentence twice is still said twice.
  const announce = useCallback(
    (text: string) => setSaid((last) => (last === text ? `${text}\u00a0` : text)),
    [],
  );
  const isDrafting = useRef(false);
  const [frame, setFrame] = useState<HTMLElement | null>(null);
  const decisions = useDecisions(queue, { announce, isDrafting });
  useKeys({ queue, onUndo: () => void decisions.undo() });
  const now = useNow(30_000);
  const { list, items, openId, shownId } = queue;
  const isEmpty = list.isSuccess && items.length === 0 && openId === null;
  return (
    <div className="flex flex-col gap-3" style={{ "--taken": "3.5rem" } as CSSProperties}>
      <p role="status" className="sr-only">
        {said}
      </p>
      <div className={classNames("flex flex-col gap-3", openId !== null && "max-lg:hidden")}>
        <QueueBar queue={queue}>
          <QueueOrder queue={queue} />
          {canDecide ? <TakeNext queue={queue} announce={announce} /> : null}
          {canDecide ? <BulkButton queue={queue} announce={announce} /> : null}
        </QueueBar>
        <QueueProgress queue={queue} decided={decisions.count} />
      </div>
      {list.isError ? <Failure error={list.error} retry={() => list.refetch()} /> : null}
      {isEmpty ? (
        <EmptyQueue queue={queue} decided={decisions.count} />
      ) : (
        <div className="grid grid-cols-1 items-start gap-4 lg:grid-cols-[18.5rem_minmax(0,1fr)] 2xl:grid-cols-[21.25rem_minmax(0,1fr)]">
          <div
            ref={setFrame}
            className={classNames(
              "card min-w-0 overflow-y-auto lg:sticky lg:top-17 lg:max-h-[calc(100dvh-5.5rem)]",
              openId !== null && "max-lg:hidden",
            )}
          >
            {list.isPending ? <WaitingList /> : <QueueList queue={queue} now={now} frame={frame} />}
          </div>
          <div className={classNames("min-w-0", openId === null && "max-lg:hidden")}>
            {shownId ? (
              <ItemPane
                key={shownId}
                reviewItemId={shownId}
                queue={queue}
                decisions={decisions}
                canDecide={canDecide}
                announce={announce}
                isDrafting={isDrafting}
                now={now}
              />
            ) : null}
          </div>
        </div>
      )}
    </div>
  );
}

function useKeys({ queue, onUndo }: { queue: ReturnType<typeof useQueue>; onUndo: () => void }): void {
  const t = useTranslations("review");
  const { items, index, show } = queue;
  const move = (by: number) => {
    const item = items[index < 0 ? 0 : index + by];
    if (item) show(item.reviewItemId);
  };
  useShortcuts(t("title"), [
    { keys: "j", label: t("keys.next"), run: () => move(1) },
    { keys: "k", label: t("keys.previous"), run: () => move(-1) },
    { keys: "$mod+z", label: t("keys.undo"), run: onUndo },
  ]);
}

function WaitingList() {
  return (
    <div aria-busy className="flex flex-col">
      {["a", "b", "c", "d", "e", "f", "g"].map((key) => (
        <div key={key} className="flex flex-col gap-2 border-b border-line px-3 py-3">
          <Skeleton className="h-4 w-40" />
          <Skeleton className="h-3 w-56" />
          <Skeleton className="h-3 w-32" />
        </div>
      ))}
    </div>
  );
}
