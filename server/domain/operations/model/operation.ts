import { DomainError, type ErrorCode } from "#server/kernel/errors";

export const operationStates = ["PENDING", "EXECUTED", "REVERSED", "REJECTED", "CANCELLED"] as const;
export type OperationState = (typeof operationStates)[number];

/** Why a pending operation waits. */
export const waitReasons = [
  "AWAITING_PRICE",
  "AWAITING_PUBLICATION",
  "READY",
  "IN_REVIEW",
  "INSUFFICIENT_CASH",
  "INSUFFICIENT_POSITION",
] as const;
export type WaitReason = (typeof waitReasons)[number];

/** What pricing takes up. */
export const unpricedReasons = [
  "AWAITING_PRICE",
  "AWAITING_PUBLICATION",
] as const satisfies readonly WaitReason[];

/** What execution takes up: priced, and covered now perhaps. */
export const executableReasons = [
  "READY",
  "INSUFFICIENT_CASH",
  "INSUFFICIENT_POSITION",
] as const satisfies readonly WaitReason[];

export const operationActions = ["execute", "reverse", "reject", "cancel"] as const;
export type OperationAction = (typeof operationActions)[number];

/** The whole state machine: state → action → next state. What is not written here does not happen. */
export const operationTransitions: Readonly<
  Record<OperationState, Readonly<Partial<Record<OperationAction, OperationState>>>>
> = {
  PENDING: { execute: "EXECUTED", reject: "REJECTED", cancel: "CANCELLED" },
  EXECUTED: { reverse: "REVERSED" },
  REVERSED: {},
  REJECTED: {},
  CANCELLED: {},
};

/**
 * The state after an action.
 * @throws DomainError `operation.not_pending`, or for a reversal `operation.reversed` when it was
 * reversed before and `operation.not_executed` when there is nothing to reverse
 */
export function transition(
  state: OperationState,
  action: OperationAction,
  operationId?: string,
): OperationState {
  const next = operationTransitions[state][action];
  if (next === undefined) throw new DomainError(refusalOf(state, action), { operationId, state, action });
  return next;
}

/** Whether nothing more happens to an operation in this state. */
export function isFinal(state: OperationState): boolean {
  return Object.keys(operationTransitions[state]).length === 0;
}

function refusalOf(state: OperationState, action: OperationAction): ErrorCode {
  if (action !== "reverse") return "operation.not_pending";
  return state === "REVERSED" ? "operation.reversed" : "operation.not_executed";
}
