import { agreesWithColumns, type EventColumns } from "#server/domain/audit/index";

/** An event as it is stored: the bytes that count, and the columns for finding it. */
export type EventRow = EventColumns & { readonly id: string; readonly canonical: Uint8Array };

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
    if (event.v !== 1 || !agreesWithColumns(row.id, event, row)) return null;
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
