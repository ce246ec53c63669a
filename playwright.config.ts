import { defineConfig } from "@playwright/test";

const books = [
  "file-life",
  "home",
  "imports-list",
  "imports",
  "list-alive",
  "operations",
  "reversals",
  "repricing",
  "review",
  "scope",
  "wizard",
  "wizard-steps",
].map((name) => `**/${name}.spec.ts`);
const measured = ["quality", "review-pace", "stopping", "two-people"].map((name) => `**/${name}.spec.ts`);
const report = process.env.PLAYWRIGHT_JSON_REPORT;

/** Journeys of a person on the built app; `scripts/e2e-stack.mjs` starts it and says where it is. */
export default defineConfig({
  testDir: "e2e",
  globalSetup: "./scripts/e2e-stack.mjs",
  outputDir: "test-results",
  timeout: 90_000,
  expect: { timeout: 15_000 },
  // Two lanes side by side, each in order: what changes the books, and what does not. What is measured, or takes
  // ANBIMA away from everybody, runs alone.
  workers: 2,
  projects: [
    { name: "livros", testMatch: books, workers: 1 },
    { name: "telas", testMatch: "**/*.spec.ts", testIgnore: [...books, ...measured], workers: 1 },
    { name: "medidas", testMatch: measured, workers: 1, dependencies: ["livros", "telas"] },
  ],
  // Once more, and told as flaky: two lanes and what they look at share the cores.
  retries: report ? 1 : 0,
  reporter: report ? [["list"], ["json", { outputFile: report }]] : [["list"]],
  use: {
    baseURL: process.env.E2E_BASE_URL,
    locale: "pt-BR",
    timezoneId: "America/Sao_Paulo",
    viewport: { width: 1366, height: 768 },
    screenshot: "only-on-failure",
    // `--trace on` records one when somebody looks for a cause; always doing so slows every test.
    trace: "off",
    launchOptions: {
      executablePath: process.env.CHROMIUM_PATH,
      // Chromium's own sandbox does not run as root.
      args: process.getuid?.() === 0 ? ["--no-sandbox"] : [],
    },
  },
});
