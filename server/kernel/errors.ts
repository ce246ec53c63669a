export type ErrorKind = "invalid" | "not_found" | "conflict" | "forbidden" | "unavailable" | "unexpected";

/**
 * The only list of errors: code → kind. The kind decides the tRPC code, the REST status, whether a
 * job is tried again and what a screen does; the code names the case.
 */
export const errorKinds = {
  "access.decided": "conflict",
  "access.last_admin": "conflict",
  "access.not_found": "not_found",
  "access.own": "forbidden",
  "access.pending": "conflict",
  "access.stale": "conflict",
  "access.unchanged": "invalid",
  "anbima.forbidden": "forbidden",
  "anbima.invalid_answer": "unavailable",
  "anbima.unavailable": "unavailable",
  "audit.not_found": "not_found",
  "audit.not_sealed": "conflict",
  "audit.nothing_sealed": "conflict",
  "auth.code_required": "forbidden",
  "auth.code_wrong": "forbidden",
  "auth.denied": "forbidden",
  "auth.rate_limited": "unavailable",
  "auth.required": "forbidden",
  "calendar.not_found": "not_found",
  "database.unavailable": "unavailable",
  "flag.unknown": "invalid",
  "fund.not_found": "not_found",
  "idempotency.in_progress": "conflict",
  "idempotency.reused": "conflict",
  "input.invalid": "invalid",
  "internal.unexpected": "unexpected",
  "job.lease_lost": "unavailable",
  "job.not_found": "not_found",
  "job.unknown": "invalid",
  "ledger.below_floor": "conflict",
  "ledger.not_balanced": "invalid",
  "link.invalid": "conflict",
  "link.too_many": "conflict",
  "mail.not_sent": "unavailable",
  "mail.unknown": "conflict",
  "notification.not_found": "not_found",
  "operation.not_executed": "conflict",
  "operation.not_found": "not_found",
  "operation.not_pending": "conflict",
  "operation.own_upload": "forbidden",
  "operation.reversed": "conflict",
  "password.weak": "invalid",
  "rate.exceeded": "unavailable",
  "reversal.empty": "conflict",
  "reversal.not_found": "not_found",
  "reversal.own": "forbidden",
  "reversal.too_many": "invalid",
  "reversal.wrong_state": "conflict",
  "review.approved_by_you": "forbidden",
  "review.changed": "conflict",
  "review.decided": "conflict",
  "review.none_free": "conflict",
  "review.not_approvable": "conflict",
  "review.not_editable": "conflict",
  "review.not_found": "not_found",
  "review.nothing_to_edit": "conflict",
  "review.not_held": "conflict",
  "review.own": "forbidden",
  "review.proof_required": "forbidden",
  "review.stopped": "conflict",
  "session.not_found": "not_found",
  "spreadsheet.refused": "invalid",
  "storage.not_found": "not_found",
  "storage.too_large": "invalid",
  "storage.unavailable": "unavailable",
  "token.invalid": "forbidden",
  "token.not_found": "not_found",
  "totp.not_begun": "conflict",
  "totp.on": "conflict",
  "totp.required": "conflict",
  "upload.duplicate": "conflict",
  "upload.empty": "invalid",
  "upload.incomplete": "conflict",
  "upload.kind_unknown": "invalid",
  "upload.fix_impossible": "conflict",
  "upload.layout_not_found": "not_found",
  "upload.not_found": "not_found",
  "upload.nothing_edited": "conflict",
  "upload.own": "forbidden",
  "upload.partial_scope": "forbidden",
  "upload.preview_outdated": "conflict",
  "upload.reading_changed": "conflict",
  "upload.reverting": "conflict",
  "upload.row_not_found": "not_found",
  "upload.totals_differ": "conflict",
  "upload.totals_unknown": "conflict",
  "upload.wrong_state": "conflict",
  "user.email_taken": "conflict",
  "user.not_found": "not_found",
  "user.self": "forbidden",
  "user.wrong_state": "conflict",
  "view.name_taken": "conflict",
  "view.not_found": "not_found",
  "view.too_many": "conflict",
} as const satisfies Record<string, ErrorKind>;

export type ErrorCode = keyof typeof errorKinds;

/** What a verb throws. `details` holds ids, codes and numbers for the person; never personal data. */
export class DomainError extends Error {
  readonly code: ErrorCode;
  readonly kind: ErrorKind;
  readonly details: Readonly<Record<string, unknown>>;

  constructor(code: ErrorCode, details: Record<string, unknown> = {}, options?: ErrorOptions) {
    super(code, options);
    this.name = "DomainError";
    this.code = code;
    this.kind = errorKinds[code];
    this.details = details;
  }
}

/** Reads any thrown value as one of ours; what is unknown becomes `internal.unexpected`. */
export function asDomainError(error: unknown): DomainError {
  if (error instanceof DomainError) return error;
  if (isConnectionLoss(error)) return new DomainError("database.unavailable", {}, { cause: error });
  return new DomainError("internal.unexpected", {}, { cause: error });
}

const lossCodes = new Set([
  "ECONNREFUSED",
  "ECONNRESET",
  "EPIPE",
  "ETIMEDOUT",
  "57P01",
  "57P02",
  "57P03",
  "08000",
  "08003",
  "08006",
  "40001",
  "40P01",
  "55P03",
  "25P03",
  "53300",
]);

function isConnectionLoss(error: unknown): boolean {
  if (typeof error !== "object" || error === null) return false;
  const { code, message } = error as { code?: unknown; message?: unknown };
  if (typeof code === "string" && lossCodes.has(code)) return true;
  return (
    typeof message === "string" &&
    /connection terminated|is not queryable|timeout exceeded when trying to connect/i.test(message)
  );
}
