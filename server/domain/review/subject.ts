import type { Tx } from "#server/kernel/context";
import type { ErrorCode } from "#server/kernel/errors";
import type { Verdict } from "./model/verdict";

/** An item as its subject needs it to judge or take a verdict. */
export type ItemOfSubject = {
  readonly reviewItemId: string;
  readonly subjectId: string;
  readonly fundId: string | null;
  /** The rule's code that stopped it, e.g. `DESVIO_D1`. */
  readonly reason: string;
  readonly evidence: Readonly<Record<string, unknown>>;
};

export type Decided = ItemOfSubject & {
  readonly verdict: Verdict;
  readonly reasonCode: string;
  readonly text: string | null;
  /** New values by field name, for an edit. */
  readonly change: Readonly<Record<string, string | null>> | null;
  readonly decidedBy: string;
};

/** What a kind of subject does with what people decide about it; the queue itself knows no operation. */
export type ReviewSubject = {
  /** Why each item cannot take the verdict now, by item; absent when it can. Reads only. */
  refusals(
    tx: Tx,
    items: readonly ItemOfSubject[],
    verdict: Verdict,
    change: Decided["change"],
  ): Promise<Map<string, ErrorCode>>;
  /** Asks the machine again, with what the sources say at this moment; it opens another item if it still objects. */
  runAgain(tx: Tx, subjectIds: readonly string[]): Promise<void>;
  /** Locks subjects, in the order that every writer locks them. */
  lock(tx: Tx, subjectIds: readonly string[]): Promise<void>;
  /** Takes what was decided, all items with one verdict. @returns items for which what was shown no longer holds */
  apply(tx: Tx, items: readonly Decided[]): Promise<Set<string>>;
};

export type ReviewSubjects = Readonly<Record<string, ReviewSubject>>;
