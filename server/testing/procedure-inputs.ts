import { newId } from "#server/kernel/id";

/** What a question may be about. */
export type Subject = {
  uploadId: string;
  operationId: string;
  reviewItemId: string;
  eventId: string;
  reversalId: string;
  userId: string;
  requestId: string;
};

const anOrder = { by: "day" as const, direction: "desc" as const };
export const anAccess = { role: "gestor" as const, accessUntil: null, reason: "um motivo comprido" };

type Inputs = Record<string, unknown>;
type Asked = Subject & { code: string };
const reason = "um motivo comprido";

/** What each procedure is asked, about a subject that is one's own, another's, or nobody's. */
export function inputsOf(subject: Asked): Inputs {
  return { ...ofMoney(subject), ...ofFiles(subject), ...ofReviews(subject), ...ofPeople(subject) };
}

function ofMoney({ operationId, eventId, reversalId, code }: Asked): Inputs {
  return {
    "audit.list": { subjectId: operationId },
    "audit.count": { subjectId: operationId },
    "audit.newer": { subjectId: operationId, after: "0" },
    "audit.density": { subjectId: operationId },
    "audit.get": { eventId },
    "audit.proof": { eventId },
    "audit.actors": undefined,
    "audit.fields": undefined,
    "audit.integrity": undefined,
    "audit.reveal": { eventId, reason },
    "reversals.list": {},
    "reversals.get": { reversalId },
    "reversals.items": { reversalId },
    "reversals.preview": { filter: { subjectId: operationId }, inWords: "", reason },
    "reversals.request": { reversalId },
    "reversals.withdraw": { reversalId },
    "reversals.decide": { reversalId, verdict: "reject", reason },
    "funds.list": undefined,
    "funds.get": { code },
    "funds.statement": { code },
    "funds.names": undefined,
    "funds.sparklines": undefined,
    "funds.proof": { code },
    "funds.balances": { code, period: "30d" },
    "funds.operations": { code },
    "funds.activity": { code },
    "funds.positions": { code },
    "funds.cashAt": { code, at: "2026-11-01T12:00:00Z" },
    "operations.list": { fundCode: code },
    "operations.totals": { fundCode: code },
    "operations.counts": { fundCode: code },
    "operations.arrivals": { fundCode: code, since: { readAt: "2026-01-01T00:00:00Z", files: [] } },
    "operations.neighbours": { operationId, filter: { fundCode: code }, order: anOrder },
    "operations.facet": { fundCode: code, by: "standing" },
    "operations.get": { operationId },
    "operations.reverse": { operationId, reason: "um motivo comprido" },
  };
}

function ofFiles({ uploadId }: Asked): Inputs {
  return {
    "imports.list": {},
    "imports.get": { uploadId },
    "imports.problemRows": { uploadId },
    "imports.diagnosis": { uploadId },
    "imports.totals": { uploadId },
    "imports.saveReading": { uploadId, reading: {}, version: 0 },
    "imports.preview": { uploadId },
    "imports.rows": { uploadId },
    "imports.storedRows": { uploadId },
    "imports.columnFigures": { uploadId },
    "imports.problemGroups": { uploadId },
    "imports.applyFix": { uploadId, code: "SIDE_UNKNOWN", column: "tipo", kind: "side_word" },
    "imports.editRow": { uploadId, rowNo: 1, fields: { tipo: "C" } },
    "imports.correction": { uploadId },
    "imports.correctionRows": { uploadId },
    "imports.resend": { uploadId },
    "imports.revert": { uploadId, reason: "um motivo comprido" },
    "imports.reversalRows": { uploadId },
    "imports.forgetLayout": { layoutId: uploadId },
    "imports.expectTotals": { uploadId, expected: { lines: 1 } },
    "imports.confirm": { uploadId },
    "imports.cancel": { uploadId },
  };
}

function ofReviews({ reviewItemId, code }: Asked): Inputs {
  return {
    "review.counts": { fundCode: code },
    "review.queue": { filter: { queue: "all", fundCode: code }, order: "due" },
    "review.queueCounts": { fundCode: code },
    "review.item": { reviewItemId },
    "review.present": { reviewItemId },
    "review.decide": {
      reviewItemId,
      evidenceHash: "0".repeat(64),
      verdict: "REJECT",
      reasonCode: "PRECO_ERRADO",
      text: "um motivo comprido",
    },
    "review.undo": { reviewItemId },
    "review.runAgain": { reviewItemId },
    "review.snooze": { reviewItemId, until: null },
    "review.assign": { reviewItemId, userId: null },
    "review.next": undefined,
    "review.comment": { reviewItemId, kind: "COMMENT", text: "um comentário" },
    "review.previewBulk": {
      filter: { queue: "all", fundCode: code },
      verdict: "REJECT",
      reasonCode: "PRECO_ERRADO",
      text: "um motivo comprido",
    },
    "review.team": { days: 7 },
    "review.startBulk": { bulkId: reviewItemId },
    "review.bulk": { bulkId: reviewItemId },
    "review.bulkItems": { bulkId: reviewItemId, of: "forecast", end: "HELD" },
    "review.undoBulk": { bulkId: reviewItemId },
  };
}

function ofPeople({ uploadId, code, userId, requestId }: Asked): Inputs {
  return {
    "home.pulse": { fundCode: code },
    "home.processing": { fundCode: code },
    "home.calls": { minutes: 30 },
    "home.executed": { fundCode: code, days: 30 },
    "notifications.list": {},
    "notifications.read": { notificationId: uploadId },
    "search.find": { text: code },
    "session.me": undefined,
    "session.grantors": undefined,
    "session.prefer": { shortcutsAreOn: true },
    "session.end": undefined,
    "profile.totp": undefined,
    "profile.sessions": undefined,
    "profile.changePassword": { password: "errada errada", newPassword: "trovoada quieta azulejo" },
    "profile.beginTotp": undefined,
    "profile.confirmTotp": { code: "000000" },
    "profile.disableTotp": { password: "errada errada", code: "000000" },
    "profile.renewRecoveryCodes": { password: "errada errada", code: "000000" },
    "profile.endSession": { sessionId: uploadId },
    "profile.endOtherSessions": undefined,
    "tokens.list": undefined,
    "tokens.create": { name: "x", capabilities: ["fund:read"], funds: [uploadId], days: 1 },
    "tokens.revoke": { tokenId: uploadId, reason },
    "users.list": {},
    "users.get": { userId },
    "users.invite": undefined,
    "users.resendInvitation": { userId },
    "users.revokeInvitation": { userId, reason },
    "users.disable": { userId, reason },
    "users.enable": { userId, reason },
    "users.endSession": { userId, sessionId: uploadId },
    "users.revokeToken": { userId, tokenId: uploadId, reason },
    "users.requestAccess": { userId, ...anAccess, seesAllFunds: true, fundIds: [] },
    "users.requestTotpReset": { userId, reason },
    "users.requestPolicy": undefined,
    "users.requests": undefined,
    "users.countRequests": undefined,
    "users.decide": { requestId, verdict: "approve", reason },
    "users.withdraw": { requestId },
    "users.policies": undefined,
    "views.list": { screen: "operacoes" },
    "views.save": { viewId: newId(), screen: "operacoes", name: `Do ${code}`, query: `fundo=${code}` },
    "views.delete": { viewId: uploadId },
  };
}
