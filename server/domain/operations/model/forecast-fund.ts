import type { Rounding } from "#server/kernel/money";
import { type Book, bookAfter } from "./book";
import { compareForExecution, type ExecutableOperation, planExecution } from "./plan-execution";

/** What would become of one fund's operations. */
export type FundOutcome = {
  readonly executed: number;
  /** By reason: `INSUFFICIENT_CASH`, `INSUFFICIENT_POSITION`. */
  readonly waiting: Readonly<Record<string, number>>;
  /** By code. */
  readonly inReview: Readonly<Record<string, number>>;
  readonly cashAfterCents: bigint;
  /** More waited than is followed from pass to pass. */
  readonly isEstimate: boolean;
};

export type FundForecaster = {
  /** The next operations in the order of execution. */
  push(operations: readonly ExecutableOperation[]): void;
  end(): FundOutcome;
};

/** Operations that wait and are looked at again pass by pass; what is beyond is counted as waiting. */
const followedMost = 100_000;

/**
 * Plays an execution in memory, batch by batch and pass by pass as the real one goes, and posts nothing.
 * Operations that wait in the fund already are played along, since they compete for the same cash, and
 * are not counted.
 */
export function createFundForecaster(
  start: Book,
  already: readonly ExecutableOperation[],
  options: { rounding: Rounding; at: Date },
): FundForecaster {
  const others = new Set(already.map(({ id }) => id));
  let upcoming = [...already].sort(compareForExecution);
  let book = start;
  let waiting: ExecutableOperation[] = [];
  let isEstimate = false;
  let executed = 0;
  const counts = { waiting: new Map<string, number>(), inReview: new Map<string, number>() };

  function play(batch: readonly ExecutableOperation[]): { executed: number; stopped: ExecutableOperation[] } {
    const plan = planExecution(book, batch, options);
    book = bookAfter(book, plan);
    executed += plan.executed.filter(({ operationId }) => !others.has(operationId)).length;
    const byId = new Map(batch.map((operation) => [operation.id, operation]));
    const stopped: ExecutableOperation[] = [];
    for (const { operationId, waitReason, code } of plan.stopped) {
      if (waitReason !== "IN_REVIEW") stopped.push(byId.get(operationId) as ExecutableOperation);
      else if (!others.has(operationId)) counts.inReview.set(code, (counts.inReview.get(code) ?? 0) + 1);
    }
    return { executed: plan.executed.length, stopped };
  }

  function wait(stopped: readonly ExecutableOperation[]): void {
    for (const operation of stopped) {
      if (waiting.length < followedMost) waiting.push(operation);
      else {
        isEstimate = true;
        if (!others.has(operation.id)) count(operation);
      }
    }
  }

  function count({ side }: ExecutableOperation): void {
    const reason = side === "BUY" ? "INSUFFICIENT_CASH" : "INSUFFICIENT_POSITION";
    counts.waiting.set(reason, (counts.waiting.get(reason) ?? 0) + 1);
  }

  return {
    push(operations) {
      const last = operations.at(-1);
      if (!last) return;
      const due = upcoming.filter((other) => compareForExecution(other, last) < 0);
      upcoming = upcoming.slice(due.length);
      wait(play([...due, ...operations]).stopped);
    },
    end() {
      wait(play(upcoming).stopped);
      upcoming = [];
      // What was executed may have brought the cash or the position that an earlier one waits for.
      for (let again = true; again && waiting.length > 0; ) {
        const retried = waiting;
        waiting = [];
        const pass = play(retried);
        waiting = pass.stopped;
        again = pass.executed > 0;
      }
      for (const operation of waiting) if (!others.has(operation.id)) count(operation);
      return {
        executed,
        waiting: Object.fromEntries(counts.waiting),
        inReview: Object.fromEntries(counts.inReview),
        cashAfterCents: book.accounts.cash.balanceCents,
        isEstimate,
      };
    },
  };
}
