/** An event as it is stored: the bytes that count, and the columns for finding it. */
export type EventRow = {
  readonly id: string;
  readonly at: Date;
  readonly action: string;
  readonly actorKind: string;
  readonly actorId: string;
  readonly subjectType: string;
  readonly subjectId: string;
  readonly fundId: string | null;
  readonly requestId: string | null;
  readonly canonical: Uint8Array;
};

/** What an event's bytes claim about money and people. */
export type Claims = {
  readonly postings: string | null;
  readonly entryId: string | null;
  readonly unitPrice: string | null;
  readonly totalCents: string | null;
  readonly personal: Readonly<Record<string, string>> | null;
  /** What the event says of the state it left. */
  readonly after: Readonly<Record<string, unknown>>;
};

const decoder = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true });

/** The claims of an event, or null when its bytes do not parse or say otherwise than its columns. */
export function readClaims(row: EventRow): Claims | null {
  try {
    const event = JSON.parse(decoder.decode(row.canonical));
    const agrees =
      event.v === 1 &&
      event.id === row.id &&
      event.at === row.at.toISOString() &&
      event.action === row.action &&
      event.actor.kind === row.actorKind &&
      event.actor.id === row.actorId &&
      event.subject.type === row.subjectType &&
      event.subject.id === row.subjectId &&
      event.fund === row.fundId &&
      event.request === row.requestId;
    if (!agrees) return null;
    const after = event.after ?? {};
    return {
      postings: event.postings,
      entryId: after.entryId ?? null,
      unitPrice: after.unitPrice ?? null,
      totalCents: after.totalCents === undefined ? null : String(after.totalCents),
      personal: event.personal,
      after,
    };
  } catch {
    return null;
  }
}
