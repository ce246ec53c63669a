import type { SubjectEvent } from "#server/domain/audit/queries";
import type { EntryPosting } from "#server/domain/ledger/queries";
import type { Tx } from "#server/kernel/context";
import type { OperationDetail } from "./detail";

/** What a reader wants first, what explains it, and what proves it. */
export type TimelineLevel = "essential" | "detail" | "technical";

export type TimelineEvent = {
  /** Stable, so that an address can point at it. */
  id: string;
  /** `file.receive`, `price.read`, …; of an audit event its action. */
  kind: string;
  level: TimelineLevel;
  at: Date;
  /** How long it took, where it has two ends. */
  durationMs: number | null;
  actor: { kind: string; name: string } | null;
  isFailure: boolean;
  reason: string | null;
  facts: Readonly<Record<string, string | bigint | number | null>>;
  /** What was written down about it, for who wants to see that. */
  payload: unknown;
};

export type Timeline = {
  events: TimelineEvent[];
  /** What happens next by itself, and when at the earliest. */
  next: { kind: "price" | "publication" | "turn"; at: Date | null; attempts: number } | null;
};

type Rest = { events: readonly SubjectEvent[]; postings: readonly EntryPosting[] };

/**
 * Everything that happened to an operation, from the file to the ledger, oldest first. Each audit event
 * of the operation is in it, once, under its own id.
 */
export async function listTimeline(tx: Tx, operation: OperationDetail, rest: Rest): Promise<Timeline> {
  const events = [
    ...(await fileEvents(tx, operation)),
    ...(await priceEvents(tx, operation)),
    ...rest.events.map(auditEvent),
    ...entryEvents(rest.postings),
    ...waitEvent(operation),
  ].sort((a, b) => a.at.getTime() - b.at.getTime());
  return { events, next: nextStep(operation) };
}

const plain = { durationMs: null, actor: null, isFailure: false, reason: null, payload: null, facts: {} };

async function fileEvents(tx: Tx, { upload, line, createdAt }: OperationDetail): Promise<TimelineEvent[]> {
  const accepted: TimelineEvent = {
    ...plain,
    id: "aceita",
    kind: "operation.accept",
    level: "essential",
    at: createdAt,
    facts: { line: line?.lineNo ?? null },
    payload: line ? { linha: line.lineNo, texto: line.raw } : null,
  };
  if (!upload) return [accepted];
  const [file] = await tx.sql<{
    createdAt: Date;
    confirmedAt: Date | null;
    stagedAt: Date | null;
    channel: string;
    sha256: string | null;
    rows: number | null;
  }>(
    `select created_at as "createdAt", confirmed_at as "confirmedAt", staged_at as "stagedAt", channel,
            encode(sha256, 'hex') as sha256, row_count as rows from upload where id = $1`,
    [upload.uploadId],
  );
  if (!file) return [accepted];
  const actor = { kind: "user", name: upload.uploaderName };
  const between = (from: Date, to: Date) => to.getTime() - from.getTime();
  const list: TimelineEvent[] = [
    {
      ...plain,
      id: "recebida",
      kind: "file.receive",
      level: "essential",
      at: file.createdAt,
      actor,
      facts: { file: upload.fileName, channel: file.channel },
      payload: { sha256: file.sha256, linhas: file.rows },
    },
  ];
  if (file.confirmedAt)
    list.push({
      ...plain,
      id: "confirmada",
      kind: "file.confirm",
      level: "detail",
      at: file.confirmedAt,
      actor,
    });
  if (file.stagedAt)
    list.push({
      ...plain,
      id: "validada",
      kind: "file.validate",
      level: "detail",
      at: file.stagedAt,
      durationMs: between(file.confirmedAt ?? file.createdAt, file.stagedAt),
      facts: { rows: file.rows },
    });
  return [...list, accepted];
}

async function priceEvents(tx: Tx, operation: OperationDetail): Promise<TimelineEvent[]> {
  const { assetClass, operationOn, quote, pricedAt } = operation;
  const readings = await tx.sql<{
    id: string;
    source: string;
    askedAt: Date;
    answeredAt: Date;
    attempt: number;
    httpStatus: number;
    outcome: string;
    quotes: number;
    sha256: string;
    revises: string | null;
  }>(
    `select id, source, asked_at as "askedAt", answered_at as "answeredAt", attempt, http_status as "httpStatus", outcome,
            quote_count as quotes, encode(body_sha256, 'hex') as sha256, revises_id as revises
       from price_reading where asset_class = $1 and price_on = $2::date order by answered_at limit 50`,
    [assetClass, operationOn],
  );
  const list = readings.map(
    (reading): TimelineEvent => ({
      ...plain,
      id: `leitura-${reading.id}`,
      kind: reading.revises ? "price.revise" : "price.read",
      level: "detail",
      at: reading.answeredAt,
      durationMs: reading.answeredAt.getTime() - reading.askedAt.getTime(),
      isFailure: reading.outcome === "EMPTY",
      facts: { source: reading.source, attempt: reading.attempt, quotes: reading.quotes },
      payload: { http: reading.httpStatus, resultado: reading.outcome, sha256: reading.sha256 },
    }),
  );
  if (quote && pricedAt)
    list.push({
      ...plain,
      id: "preco",
      kind: "price.assign",
      level: "essential",
      at: pricedAt,
      facts: { unitPrice: operation.unitPrice, source: quote.source },
      payload: { cotacao: quote.quoteId },
    });
  return list;
}

const failures = new Set(["review.open", "operation.reject", "operation.cancel"]);

function auditEvent(event: SubjectEvent): TimelineEvent {
  return {
    ...plain,
    id: event.id,
    kind: event.action,
    level: "essential",
    at: event.at,
    actor: { kind: event.actorKind, name: event.actorName },
    isFailure: failures.has(event.action),
    reason: event.reason,
    facts: codeOf(event),
    payload: { seq: event.seq, antes: event.before, depois: event.after },
  };
}

function codeOf({ before, after }: SubjectEvent): TimelineEvent["facts"] {
  const told = (after ?? before) as { reason?: unknown } | null;
  return typeof told?.reason === "string" ? { code: told.reason } : {};
}

function entryEvents(postings: readonly EntryPosting[]): TimelineEvent[] {
  const entries = new Map<string, EntryPosting[]>();
  for (const posting of postings)
    entries.set(posting.entryId, [...(entries.get(posting.entryId) ?? []), posting]);
  return [...entries].map(([entryId, own]) => ({
    ...plain,
    id: `lancamento-${entryId}`,
    kind: own[0]?.kind === "reversal" ? "entry.reverse" : "entry.post",
    level: "detail",
    at: own[0]!.postedAt,
    facts: {
      cashCents: own.find(({ accountCode }) => accountCode === "CAIXA")?.amountCents ?? null,
      cashAfterCents: own.find(({ accountCode }) => accountCode === "CAIXA")?.balanceAfterCents ?? null,
    },
    payload: own.map(({ accountCode, amountCents, balanceAfterCents }) => ({
      conta: accountCode,
      valor: amountCents,
      saldo: balanceAfterCents,
    })),
  }));
}

/** What it lacks since it was its turn; it goes on by itself when that is there. */
function waitEvent({ waitReason, waitingSince, code }: OperationDetail): TimelineEvent[] {
  if (waitReason !== "INSUFFICIENT_CASH" && waitReason !== "INSUFFICIENT_POSITION") return [];
  return [
    {
      ...plain,
      id: "espera",
      kind: "wait.begin",
      level: "essential",
      at: waitingSince,
      isFailure: true,
      facts: { code: code ?? waitReason },
    },
  ];
}

function nextStep({ state, waitReason, nextAttemptAt, attempts }: OperationDetail): Timeline["next"] {
  if (state !== "PENDING") return null;
  if (waitReason === "AWAITING_PRICE") return { kind: "price", at: nextAttemptAt, attempts };
  if (waitReason === "AWAITING_PUBLICATION") return { kind: "publication", at: nextAttemptAt, attempts };
  return waitReason === "READY" ? { kind: "turn", at: null, attempts } : null;
}
