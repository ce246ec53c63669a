import { expect, test } from "vitest";
import { type Access, reaches, sameAccess } from "./access";

const access: Access = { role: "gestor", seesAllFunds: false, fundIds: ["a", "b"], accessUntil: null };

test("who sees some funds reaches only people who see no other", () => {
  expect(reaches(["a", "b", "c"], access)).toBe(true);
  expect(reaches(["a"], access)).toBe(false);
  expect(reaches(["a"], { ...access, seesAllFunds: true, fundIds: [] })).toBe(false);
  expect(reaches(["a"], { ...access, fundIds: [] })).toBe(false);
  expect(reaches("all", { ...access, seesAllFunds: true, fundIds: [] })).toBe(true);
});

test("access is the same when nothing of it differs", () => {
  expect(sameAccess(access, { ...access, fundIds: ["a", "b"] })).toBe(true);
  for (const other of [
    { ...access, role: "admin" as const },
    { ...access, fundIds: ["a"] },
    { ...access, seesAllFunds: true },
    { ...access, accessUntil: "2026-12-31T00:00:00.000Z" },
  ])
    expect(sameAccess(access, other)).toBe(false);
});
