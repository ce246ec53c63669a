/** An event's columns, which find it, beside the bytes, which say it. */
export type EventColumns = {
  readonly at: Date;
  readonly action: string;
  readonly actorKind: string;
  readonly actorId: string;
  readonly subjectType: string;
  readonly subjectId: string;
  readonly fundId: string | null;
  readonly requestId: string | null;
};

/** An event as its bytes parse; nothing is certain of what somebody else may have written. */
export type ToldEvent = {
  readonly id?: unknown;
  readonly at?: unknown;
  readonly action?: unknown;
  readonly actor?: { readonly id?: unknown; readonly kind?: unknown };
  readonly subject?: { readonly id?: unknown; readonly type?: unknown };
  readonly fund?: unknown;
  readonly request?: unknown;
};

/** Whether an event would be found by what its bytes say. */
export function agreesWithColumns(eventId: string, told: ToldEvent, columns: EventColumns): boolean {
  return (
    told.id === eventId &&
    told.at === columns.at.toISOString() &&
    told.action === columns.action &&
    told.actor?.kind === columns.actorKind &&
    told.actor?.id === columns.actorId &&
    told.subject?.type === columns.subjectType &&
    told.subject?.id === columns.subjectId &&
    told.fund === columns.fundId &&
    told.request === columns.requestId
  );
}
