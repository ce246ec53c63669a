import type { Capability, Role } from "./capabilities";

/** Parts of the system that act without a person. Both languages have words for each. */
export const systemParts = [
  "anbima",
  "cli",
  "health",
  "link",
  "metrics",
  "rest",
  "schedule",
  "sealer",
  "session",
  "sign-in",
  "sign-out",
  "verifier",
] as const;
/** With those that only tests and measurements are. */
export type SystemPart = (typeof systemParts)[number] | "bench" | "faults" | "test";

/** Who acts. `id` is what audit events name. */
export type Actor = {
  readonly kind: "user" | "token" | "job" | "system";
  /** User id, token id, job name or the name of a system part (`cli`, `demo`). */
  readonly id: string;
  /** The person behind a user or a token; null for jobs and system parts. */
  readonly userId: string | null;
  /** The person's role at this moment, which their events keep. */
  readonly role?: Role;
  readonly capabilities: ReadonlySet<Capability>;
  /** Fund ids in scope, or `all`. Enforced in every query and again by row-level security. */
  readonly funds: "all" | readonly string[];
  /** Set while a job runs: its transactions only commit under a live lease. */
  readonly lease?: { readonly jobId: string; readonly token: bigint };
  /** The session behind a person's request. */
  readonly sessionId?: string;
  /** Set while the person may only set up the second factor that their role asks for; no capability is left. */
  readonly mustEnrol?: true;
};

export function seesFund(actor: Actor, fundId: string): boolean {
  return actor.funds === "all" || actor.funds.includes(fundId);
}

/** The funds in scope as a statement's `uuid[]` parameter: null means every fund. */
export function fundScope(actor: Actor): readonly string[] | null {
  return actor.funds === "all" ? null : actor.funds;
}
