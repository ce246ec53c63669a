import { expect, test } from "vitest";
import { readTyped } from "./typed-number";

test.each([
  ["pt-BR", "1.234", "1234"],
  ["pt-BR", "1.234,56", "1234.56"],
  ["pt-BR", "R$ 1.234.567,80", "1234567.8"],
  ["pt-BR", "1234.56", "1234.56"],
  ["pt-BR", "0,5", "0.5"],
  ["en", "1,234.56", "1234.56"],
  ["en", "1,234", "1234"],
  ["en", "12.5", "12.5"],
])("in %s %s is read as %s", (locale, typed, canonical) => {
  expect(readTyped(typed, locale, 8)).toBe(canonical);
});

test.each([
  ["pt-BR", "1,234.56"],
  ["pt-BR", "-1"],
  ["pt-BR", "mil"],
  ["pt-BR", ""],
  ["pt-BR", "1,123456789"],
  ["en", "1.234,56"],
])("in %s %s is no number", (locale, typed) => {
  expect(readTyped(typed, locale, 8)).toBeNull();
});
