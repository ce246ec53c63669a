import { describe, expect, test } from "vitest";
import {
  executableReasons,
  isFinal,
  operationActions,
  operationStates,
  operationTransitions,
  transition,
  unpricedReasons,
  waitReasons,
} from "./operation";

describe("states of an operation", () => {
  test.each([
    ["PENDING", "execute", "EXECUTED"],
    ["PENDING", "reject", "REJECTED"],
    ["PENDING", "cancel", "CANCELLED"],
    ["EXECUTED", "reverse", "REVERSED"],
  ] as const)("%s → %s → %s", (state, action, next) => {
    expect(transition(state, action)).toBe(next);
  });

  test("everything else is refused with a code that says why", () => {
    for (const state of operationStates) {
      for (const action of operationActions) {
        if (operationTransitions[state][action] !== undefined) continue;
        const code =
          action !== "reverse"
            ? "operation.not_pending"
            : state === "REVERSED"
              ? "operation.reversed"
              : "operation.not_executed";
        expect(() => transition(state, action, "op-1")).toThrow(expect.objectContaining({ code }));
      }
    }
  });

  test("reversed, rejected and cancelled are the ends", () => {
    expect(operationStates.filter(isFinal)).toEqual(["REVERSED", "REJECTED", "CANCELLED"]);
  });

  test("every wait is taken up by pricing, by execution or by a person", () => {
    expect([...unpricedReasons, ...executableReasons, "IN_REVIEW"].sort()).toEqual([...waitReasons].sort());
  });
});
