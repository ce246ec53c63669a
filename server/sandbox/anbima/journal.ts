import type { DayList } from "./day-list";

/** One answered call. */
export type JournalEntry = {
  readonly seq: number;
  readonly at: string;
  readonly path: "token" | "feed";
  readonly assetClass: string | null;
  /** The day asked for. */
  readonly priceOn: string | null;
  /** null when no status was sent. */
  readonly status: number | null;
  /** How the call was made to fail; null for an honest answer. */
  readonly failure: string | null;
  readonly bodySha256: string | null;
  readonly bodyBytes: number;
};

type Served = Pick<DayList, "prices" | "wrong">;

export type JournalPage = {
  readonly entries: readonly JournalEntry[];
  /** Body hash → what that body says: code → prices shown as raw JSON text, code → kind of wrong. */
  readonly bodies: Readonly<Record<string, Served>>;
  readonly lastSeq: number;
  /** Entries forgotten because the journal is bounded; 0 means that it is whole. */
  readonly forgotten: number;
  /** The same for the content of bodies. */
  readonly forgottenBodies: number;
};

const entriesMax = 200_000;
const bodiesMax = 10_000;

/**
 * What the sandbox answered, so that anyone can recount without trusting the caller. Bounded: of
 * bodies served twice the content is kept once, and the oldest go first.
 */
export function createJournal() {
  let entries: JournalEntry[] = [];
  let bodies = new Map<string, Served>();
  let lastSeq = 0;
  let forgotten = 0;
  let forgottenBodies = 0;

  return {
    add(entry: Omit<JournalEntry, "seq">, list: DayList | null): void {
      lastSeq += 1;
      entries.push({ seq: lastSeq, ...entry });
      if (entries.length > entriesMax + entriesMax / 10) {
        forgotten += entries.length - entriesMax;
        entries = entries.slice(-entriesMax);
      }
      if (list && !bodies.has(list.sha256)) {
        if (bodies.size >= bodiesMax && bodies.delete(bodies.keys().next().value ?? "")) forgottenBodies += 1;
        bodies.set(list.sha256, { prices: list.prices, wrong: list.wrong });
      }
    },

    /** Entries after a sequence number, at most `limit`, with the bodies that they name. */
    page(after = 0, limit = entriesMax): JournalPage {
      const first = entries[0]?.seq ?? 1;
      const start = Math.max(0, after - first + 1);
      const chosen = entries.slice(start, start + limit);
      const named: Record<string, Served> = {};
      for (const { bodySha256 } of chosen) {
        const body = bodySha256 === null ? undefined : bodies.get(bodySha256);
        if (body && bodySha256 !== null) named[bodySha256] = body;
      }
      return { entries: chosen, bodies: named, lastSeq, forgotten, forgottenBodies };
    },

    clear(): void {
      entries = [];
      bodies = new Map();
      forgotten = 0;
      forgottenBodies = 0;
    },
  };
}
export type Journal = ReturnType<typeof createJournal>;
