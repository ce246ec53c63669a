// The arrows of ARCHITECTURE.md. A module of server/domain imports only modules before it in this list.
const modules = [
  ["calendar", "audit", "jobs", "flags", "notifications", "review"],
  ["ledger", "pricing", "funds", "users", "tokens", "views", "checkpoints", "retention"],
  ["operations", "debts", "boletos", "accounts", "transfers"],
  ["imports", "divergences", "reversals"],
  ["reconciliation"],
  ["reports", "invariants", "home", "search", "review-subjects"],
].flat();
const test = "\\.test\\.tsx?$";
const packages = (...names) => `node_modules/(${names.join("|")})(/|$)`;

const moduleOrder = modules.slice(0, -1).map((name, index) => ({
  name: `module-order-${name}`,
  comment: `${name} stands before these modules, so it does not know them`,
  severity: "error",
  from: { path: `^server/domain/${name}/`, pathNot: test },
  to: { path: `^server/domain/(${modules.slice(index + 1).join("|")})/` },
}));

/** @type {import("dependency-cruiser").IConfiguration} */
module.exports = {
  forbidden: [
    ...moduleOrder,
    {
      name: "module-is-listed",
      comment: "a module of server/domain has its place in the order above",
      severity: "error",
      from: {},
      to: { path: "^server/domain/[^/]+/", pathNot: `^server/domain/(${modules.join("|")})/` },
    },
    {
      name: "module-surface",
      comment: "from outside, a module is its index, its queries and its schemas",
      severity: "error",
      from: { path: "^server/domain/([^/]+)/", pathNot: test },
      to: {
        path: "^server/domain/[^/]+/",
        pathNot: ["^server/domain/$1/", "^server/domain/[^/]+/(index|schemas|queries)\\.ts$"],
      },
    },
    {
      name: "module-surface-from-outside",
      comment: "from outside, a module is its index, its queries, its schemas and what it offers the browser",
      severity: "error",
      from: { pathNot: ["^server/domain/", "^server/testing/", test] },
      to: {
        path: "^server/domain/[^/]+/",
        pathNot: "^server/domain/[^/]+/(index|schemas|queries|browser)\\.ts$",
      },
    },
    {
      name: "kernel-is-pure",
      comment: "the kernel knows nobody, and only exact numbers, ids and schemas from npm",
      severity: "error",
      from: { path: "^server/kernel/", pathNot: test },
      to: {
        pathNot: ["^server/kernel/", packages("big\\.js", "@types/big\\.js", "uuid", "zod")],
        dependencyTypesNot: ["type-only"],
      },
    },
    {
      name: "domain-knows-no-door-and-no-machine",
      comment: "everything impure arrives in ctx",
      severity: "error",
      from: { path: "^server/domain/", pathNot: test },
      to: {
        path: "^(app|components|worker|bench)/|^server/(infra|gateways|trpc|rest|auth|cli|sandbox|testing)/",
      },
    },
    {
      name: "domain-knows-no-framework",
      severity: "error",
      from: { path: "^server/domain/", pathNot: test },
      to: {
        path: packages(
          "next",
          "next-auth",
          "next-intl",
          "react",
          "react-dom",
          "@trpc/[^/]+",
          "bullmq",
          "ioredis",
          "nodemailer",
        ),
      },
    },
    {
      name: "model-is-pure",
      comment: "no Node builtin and no database in model/",
      severity: "error",
      from: { path: "^server/domain/[^/]+/model/", pathNot: test },
      to: { dependencyTypes: ["core"] },
    },
    {
      name: "model-knows-no-database",
      severity: "error",
      from: { path: "^server/domain/[^/]+/model/", pathNot: test },
      to: { path: ["^generated/", packages("pg", "@types/pg", "pg-copy-streams", "@prisma/[^/]+")] },
    },
    {
      name: "components-speak-http",
      comment:
        "of the server, components import types, the kernel, what a module offers the browser (no schemas: zod is heavy) and what tRPC's two ends share",
      severity: "error",
      from: { path: "^components/", pathNot: test },
      to: {
        path: "^(server|worker|generated)/",
        pathNot: ["^server/kernel/", "^server/domain/[^/]+/browser\\.ts$", "^server/trpc/transformer\\.ts$"],
        dependencyTypesNot: ["type-only"],
      },
    },
    {
      name: "machines-at-the-entry-points",
      comment: "only entry points build what is impure",
      severity: "error",
      from: { path: "^server/(kernel|domain|trpc|rest)/", pathNot: test },
      to: { path: "^server/(infra|gateways)/", dependencyTypesNot: ["type-only"] },
    },
    {
      name: "gateways-know-the-kernel",
      severity: "error",
      from: { path: "^server/gateways/", pathNot: test },
      to: { path: "^(app|components|worker)/|^server/(domain|infra|trpc|rest|auth|cli|sandbox|testing)/" },
    },
    {
      name: "sandbox-shares-nothing",
      comment: "the sandbox plays others' servers: what it knows of us would prove nothing",
      severity: "error",
      from: { path: "^server/sandbox/", pathNot: test },
      to: { path: "^(app|components|worker)/|^server/(domain|infra|gateways|trpc|rest|auth|cli|testing)/" },
    },
    {
      name: "testing-only-from-tests",
      severity: "error",
      from: { pathNot: [test, "^server/testing/", "^e2e/", "^(vitest|playwright)\\.config\\.ts$"] },
      to: { path: "^(server/testing|e2e)/" },
    },
    { name: "no-circular", severity: "error", from: {}, to: { circular: true } },
    { name: "resolvable", severity: "error", from: {}, to: { couldNotResolve: true } },
  ],
  options: {
    doNotFollow: { path: ["node_modules", "^generated/"] },
    exclude: { path: ["^\\.next/", "^dist/", "^\\.data/"] },
    tsPreCompilationDeps: true,
    tsConfig: { fileName: "tsconfig.json" },
    enhancedResolveOptions: {
      exportsFields: ["exports"],
      conditionNames: ["import", "require", "node", "default", "types"],
      mainFields: ["module", "main", "types"],
    },
  },
};
