/** A right. Roles are bundles of these, scoped to funds; every procedure declares the one it needs. */
export const capabilities = [
  "fund:read",
  "fund:update",
  "import:create",
  "import:read",
  "operation:read",
  "operation:reverse",
  "operation:cancel",
  "review:read",
  "review:decide",
  "audit:read",
  "audit:export",
  "personal:read",
  "job:read",
  "job:operate",
  "user:read",
  "user:update",
  "user:approve",
  "token:create",
  "report:read",
  "metrics:read",
] as const;
export type Capability = (typeof capabilities)[number];

export const roles = ["gestor", "operacao", "auditor", "auditor_externo", "admin"] as const;
export type Role = (typeof roles)[number];

const reading = ["fund:read", "import:read", "operation:read", "report:read"] as const;

/** What each role may do (product.md, "Who uses it"). Never: an auditor uploads, an admin edits money. */
export const roleCapabilities: Readonly<Record<Role, ReadonlySet<Capability>>> = {
  gestor: new Set<Capability>([
    ...reading,
    "personal:read",
    "import:create",
    "review:read",
    "review:decide",
    "operation:reverse",
    "audit:read",
    "token:create",
  ]),
  operacao: new Set<Capability>([
    ...reading,
    "personal:read",
    "import:create",
    "review:read",
    "operation:reverse",
    "job:read",
    "job:operate",
  ]),
  auditor: new Set<Capability>([
    ...reading,
    "personal:read",
    "review:read",
    "review:decide",
    "audit:read",
    "audit:export",
    "operation:reverse",
    "job:read",
    "user:read",
    "user:approve",
  ]),
  // An outsider is shown no names.
  auditor_externo: new Set<Capability>([...reading, "audit:read"]),
  admin: new Set<Capability>([
    ...reading,
    "personal:read",
    "fund:update",
    "review:read",
    "audit:read",
    "job:read",
    "job:operate",
    "user:read",
    "user:update",
    "user:approve",
    "token:create",
    "metrics:read",
  ]),
};

/** Whether a role can do something to others' money or access: letting somebody in with it takes two people. */
export function isReadOnly(role: Role): boolean {
  return [...roleCapabilities[role]].every((capability) => capability.endsWith(":read"));
}
