import type { Role } from "#server/kernel/capabilities";

/** What a person may do, where and for how long, as a request shows it and approval applies it. */
export type Access = {
  role: Role;
  seesAllFunds: boolean;
  /** Sorted; empty when all funds are seen. */
  fundIds: string[];
  /** ISO instant; null: without end. */
  accessUntil: string | null;
};

export function sameAccess(a: Access, b: Access): boolean {
  return (
    a.role === b.role &&
    a.seesAllFunds === b.seesAllFunds &&
    a.accessUntil === b.accessUntil &&
    a.fundIds.length === b.fundIds.length &&
    a.fundIds.every((id, at) => id === b.fundIds[at])
  );
}

/** Whether somebody who sees `scope` may hand out or take away this access. */
export function reaches(scope: "all" | readonly string[], access: Access): boolean {
  if (scope === "all") return true;
  return (
    !access.seesAllFunds && access.fundIds.length > 0 && access.fundIds.every((id) => scope.includes(id))
  );
}
