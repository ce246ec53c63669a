import type { Progress } from "./answers";

export type Fates = {
  /** Operations that stay as they are. */
  executed: number;
  /** Operations that wait and would be cancelled, or were. */
  waiting: number;
  /** Lines that would not be taken any more, or were not. */
  notTaken: number;
};

type Counted = Pick<Progress, "operations" | "problems"> & { upload: Pick<Progress["upload"], "rowCount"> };

/** What becomes of a file that would be stopped now. */
export function fatesIfStopped({ operations, problems, upload }: Counted): Fates {
  const count = sumOf(operations);
  const decided = count(() => true) + sumOf(problems)(() => true);
  return {
    executed: count(({ state }) => state === "EXECUTED"),
    waiting: count(({ state }) => state === "PENDING"),
    notTaken: Math.max(0, (upload.rowCount ?? 0) - decided),
  };
}

/** What became of a file that was stopped. */
export function fatesOfStopped({ operations, problems }: Omit<Counted, "upload">): Fates {
  const count = sumOf(operations);
  return {
    executed: count(({ state }) => state === "EXECUTED" || state === "REVERSED"),
    waiting: count(({ state }) => state === "CANCELLED"),
    notTaken: sumOf(problems)(({ code }) => code === "NOT_TAKEN"),
  };
}

function sumOf<Group extends { count: number }>(groups: readonly Group[]) {
  return (fits: (group: Group) => boolean) => groups.filter(fits).reduce((sum, { count }) => sum + count, 0);
}
