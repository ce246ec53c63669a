import type { Capability, Role } from "#server/kernel/capabilities";

/** Who is signed in, as the shell shows them. */
export type Person = {
  name: string;
  email: string;
  role: Role;
  capabilities: readonly Capability[];
  preferences: { shortcutsAreOn: boolean };
  /** When the session ends: for sure, and after how long without a request. */
  sessionEnd: { endsAt: Date; idleMs: number; readAt: Date } | null;
};
