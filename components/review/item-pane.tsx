"use client";

import { useQuery } from "@tanstack/react-query";
import { ArrowLeft } from "lucide-react";
import Link from "next/link";
import { useTranslations } from "next-intl";
import { type RefObject, useEffect, useRef } from "react";
import { Failure } from "../layout/failure";
import { useTRPC } from "../layout/trpc";
import { Button } from "../ui/button";
import { Money } from "../ui/money";
import { Skeleton } from "../ui/skeleton";
import { DecisionRail } from "./decision-rail";
import { DueChip } from "./due-chip";
import { EvidenceView } from "./evidence-view";
import { FourEyes } from "./four-eyes";
import { ItemNotice } from "./item-notice";
import { ItemState } from "./item-state";
import { Presence } from "./presence";
import type { Item } from "./prices-at-stake";
import { ReasonText } from "./reason-text";
import { Succession } from "./succession";
import type { Decisions } from "./use-decisions";
import type { Queue } from "./use-queue";
import { useSeen } from "./use-seen";

const freshMs = 20_000;
/** How often what one looks at is asked for again: a price may come, another person may decide. */
const liveMs = 10_000;

type PaneProps = {
  reviewItemId: string;
  queue: Queue;
  decisions: Decisions;
  canDecide: boolean;
  announce: (text: string) => void;
  isDrafting: RefObject<boolean>;
  now: number | null;
};

/** One item: what it is, all that speaks for and against it, and the decision beside it. */
export function ItemPane(props: PaneProps) {
  const { reviewItemId, queue } = props;
  const t = useTranslations("review");
  const trpc = useTRPC();
  const item = useQuery({
    ...trpc.review.item.queryOptions({ reviewItemId }),
    staleTime: freshMs,
    refetchInterval: liveMs,
  });
  return (
    <div className="flex min-w-0 flex-col gap-3">
      <Button kind="quiet" className="self-start lg:hidden" onClick={() => queue.show(null, "push")}>
        <ArrowLeft aria-hidden />
        {t("back")}
      </Button>
      {item.isError ? <Failure error={item.error} retry={() => item.refetch()} /> : null}
      {item.isPending ? <WaitingItem /> : null}
      {item.data ? <Shown {...props} item={item.data} updatedAt={item.dataUpdatedAt} /> : null}
    </div>
  );
}

function Shown({ item, updatedAt, now, ...props }: PaneProps & { item: Item; updatedAt: number }) {
  const t = useTranslations("review");
  const heading = useRef<HTMLHeadingElement>(null);
  const seen = useSeen(item, updatedAt);
  const { openId } = props.queue;
  // Whoever came here by a decision or a key goes on from the new item, not from the top of the page;
  // who walks the list stays in it.
  useEffect(() => {
    const focused = document.activeElement;
    const isInList =
      focused instanceof HTMLElement && focused.closest("[data-queue]") && focused.offsetParent;
    if (openId !== null && !isInList) heading.current?.focus({ preventScroll: true });
    if (openId !== null) heading.current?.scrollIntoView({ block: "nearest" });
  }, [openId]);
  const operation = item.operation?.operation;
  return (
    <article aria-labelledby="item" className="flex min-w-0 flex-col gap-3">
      <header className="flex flex-col gap-1">
        <div className="flex flex-wrap items-center gap-x-3 gap-y-1">
          <h2
            id="item"
            ref={heading}
            tabIndex={-1}
            className="scroll-mt-20 text-lg font-semibold outline-hidden"
          >
            {operation?.externalId ?? (item.repricing ? <ReasonText code={item.reason} /> : t("item"))}
          </h2>
          <ItemState item={item} />
          <DueChip item={item} now={now} />
          <Presence reviewItemId={item.reviewItemId} />
        </div>
        <p className="figures flex flex-wrap gap-x-3 text-muted">
          {operation ? (
            <>
              <span>{`${operation.fundCode} · ${operation.fundName}`}</span>
              <Link href={`/operacoes/${operation.operationId}`} className="text-accent hover:underline">
                {t("seeOperation")}
              </Link>
            </>
          ) : null}
          {item.repricing ? <span>{`${item.repricing.fundCode} · ${item.repricing.fundName}`}</span> : null}
          <strong className="font-semibold text-ink">
            {item.amountCents === null ? t("row.noAmount") : <Money cents={item.amountCents} />}
          </strong>
        </p>
        <div className="mt-1 xl:hidden">
          <FourEyes item={item} />
        </div>
      </header>
      <ItemNotice item={item} decisions={props.decisions} seen={seen} />
      <Succession item={item} />
      <div className="grid min-w-0 grid-cols-1 items-start gap-4 xl:grid-cols-[minmax(0,1fr)_16.5rem] 2xl:grid-cols-[minmax(0,1fr)_19rem]">
        <EvidenceView item={item} />
        <DecisionRail {...props} item={seen.isChanged ? heldBack(item) : item} />
      </div>
    </article>
  );
}

/** What changed has to be seen before it is decided by. */
function heldBack(item: Item): Item {
  const { APPROVE, REJECT, EDIT } = item.refusals;
  const changed = "review.changed";
  return {
    ...item,
    refusals: { APPROVE: APPROVE ?? changed, REJECT: REJECT ?? changed, EDIT: EDIT ?? changed },
  };
}

function WaitingItem() {
  return (
    <div aria-busy className="flex flex-col gap-3">
      <Skeleton className="h-7 w-56" />
      <Skeleton className="h-28" />
      <Skeleton className="h-28" />
      <Skeleton className="h-64" />
    </div>
  );
}
