import { existsSync } from "node:fs";
import { defineConfig } from "vitest/config";

const databaseSetup = "server/testing/global-setup.ts";
const exclude = ["node_modules/**", "dist/**", ".next/**", ".data/**", "e2e/**"];

/** One project per kind of test, so that a pure test starts nothing (architecture.md, Tests). */
export default defineConfig({
  test: {
    maxWorkers: 2,
    projects: [
      {
        test: {
          // Files share what they import: each keeps its state in its own database, or has none.
          isolate: false,
          name: "unit",
          include: ["**/*.test.{ts,tsx}"],
          exclude: [...exclude, "**/*.int.test.ts", "server/testing/faults/**", "scripts/**"],
          testTimeout: 30_000,
          sequence: { groupOrder: 0 },
        },
      },
      {
        test: {
          isolate: false,
          name: "integration",
          include: ["**/*.int.test.ts"],
          exclude,
          globalSetup: existsSync(databaseSetup) ? [databaseSetup] : [],
          testTimeout: 30_000,
          hookTimeout: 60_000,
          sequence: { groupOrder: 1 },
        },
      },
      {
        test: {
          // These wait more than they work: one more at a time than there are cores.
          maxWorkers: 3,
          name: "faults",
          include: ["server/testing/faults/**/*.test.ts"],
          exclude,
          globalSetup: existsSync(databaseSetup) ? [databaseSetup] : [],
          testTimeout: 300_000,
          hookTimeout: 120_000,
          sequence: { groupOrder: 2 },
        },
      },
      {
        test: {
          maxWorkers: 3,
          name: "scripts",
          include: ["scripts/**/*.test.ts"],
          testTimeout: 600_000,
          hookTimeout: 300_000,
          sequence: { groupOrder: 2 },
        },
      },
    ],
  },
});
