import { defineConfig } from "@playwright/test";

const report = process.env.PLAYWRIGHT_JSON_REPORT;

/** Journeys of a person on the built app; `scripts/e2e-stack.mjs` starts it and says where it is. */
export default defineConfig({
  testDir: "e2e",
  testMatch: "**/*.spec.ts",
  globalSetup: "./scripts/e2e-stack.mjs",
  outputDir: "test-results",
  timeout: 90_000,
  expect: { timeout: 15_000 },
  fullyParallel: false,
  workers: 1,
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
