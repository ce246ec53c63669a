import { expect, it } from "vitest";
import { canOpen, currentStep, followedStep, isReadingOpen, steps } from "./steps";

const confirmedAt = new Date("2026-11-20T12:00:00Z");

it("leads a file's address to where the file stands", () => {
  expect(currentStep({ state: "RECEIVING", confirmedAt: null })).toBe("arquivo");
  expect(currentStep({ state: "AWAITING_CONFIRMATION", confirmedAt: null })).toBe("arquivo");
  expect(currentStep({ state: "REFUSED", confirmedAt: null })).toBe("arquivo");
  expect(currentStep({ state: "STAGING", confirmedAt: null })).toBe("previa");
  expect(currentStep({ state: "PREVIEWED", confirmedAt: null })).toBe("previa");
  expect(currentStep({ state: "STAGING", confirmedAt })).toBe("processando");
  expect(currentStep({ state: "PROCESSING", confirmedAt })).toBe("processando");
  expect(currentStep({ state: "DONE", confirmedAt })).toBe("resultado");
  expect(currentStep({ state: "STOPPING", confirmedAt })).toBe("processando");
  expect(currentStep({ state: "CANCELLED", confirmedAt, acceptedCount: 3 })).toBe("resultado");
  expect(currentStep({ state: "CANCELLED", confirmedAt: null, acceptedCount: null })).toBe("arquivo");
});

it("opens no step that the file has not reached, and every one behind it", () => {
  expect(canOpen({ state: "AWAITING_CONFIRMATION", confirmedAt: null }, "previa")).toBe(false);
  expect(canOpen({ state: "AWAITING_CONFIRMATION", confirmedAt: null }, "colunas")).toBe(true);
  expect(canOpen({ state: "RECEIVING", confirmedAt: null }, "colunas")).toBe(false);
  const gone = { state: "CANCELLED", confirmedAt: null, acceptedCount: null } as const;
  expect(steps.filter((step) => canOpen(gone, step))).toEqual(["arquivo"]);
  for (const step of steps) expect(canOpen({ state: "DONE", confirmedAt }, step), step).toBe(true);
});

it("follows the file forward, and leaves whoever looks back where they are", () => {
  expect(followedStep("previa", { state: "ACCEPTING", confirmedAt })).toBe("processando");
  expect(followedStep("processando", { state: "DONE", confirmedAt })).toBe("resultado");
  expect(followedStep("arquivo", { state: "DONE", confirmedAt })).toBeNull();
  expect(followedStep("resultado", { state: "DONE", confirmedAt })).toBeNull();
});

it("lets the reading be changed until the file is on its way", () => {
  expect(isReadingOpen({ state: "PREVIEWED" })).toBe(true);
  expect(isReadingOpen({ state: "ACCEPTING" })).toBe(false);
  expect(isReadingOpen({ state: "SPLITTING" })).toBe(false);
});
