import { expect, test } from "vitest";
import { capabilities } from "#server/kernel/capabilities";
import { appRouter } from "./root";

const procedures = Object.entries(
  appRouter._def.procedures as unknown as Record<string, { _def: { meta?: { right?: string } } }>,
);

test("every procedure declares the right it needs", () => {
  const known = new Set<string>([...capabilities, "signed-in"]);
  const undeclared = procedures.filter(([, procedure]) => !known.has(procedure._def.meta?.right ?? ""));
  expect(undeclared.map(([path]) => path)).toEqual([]);
  expect(procedures.length).toBeGreaterThan(0);
});

test("only what concerns the person alone needs no capability", () => {
  const open = procedures.filter(([, procedure]) => procedure._def.meta?.right === "signed-in");
  expect(open.map(([path]) => path)).toEqual([
    "home.pulse",
    "home.calls",
    "notifications.list",
    "notifications.read",
    "profile.totp",
    "profile.sessions",
    "profile.changePassword",
    "profile.beginTotp",
    "profile.confirmTotp",
    "profile.disableTotp",
    "profile.renewRecoveryCodes",
    "profile.endSession",
    "profile.endOtherSessions",
    "search.find",
    "session.me",
    "session.grantors",
    "session.prefer",
    "session.end",
    "views.list",
    "views.save",
    "views.delete",
  ]);
});
