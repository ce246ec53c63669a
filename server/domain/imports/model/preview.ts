import type { Totals } from "./control-totals";

/** What a staged file would do, computed by the functions that then do it. */
export type Preview = {
  readonly rows: number;
  readonly valid: number;
  readonly rejected: number;
  readonly duplicate: number;
  readonly wouldExecute: number;
  /** Operations that would go on waiting, by reason. */
  readonly wouldWait: Readonly<Record<string, number>>;
  /** Operations that would need a person, by the rule's code. */
  readonly wouldReview: Readonly<Record<string, number>>;
  readonly byFund: readonly FundPreview[];
  /** First row numbers of what the file repeats, and how many there are. */
  readonly repeated: Repeated;
  readonly repeatedCount: Readonly<Record<keyof Repeated, number>>;
  /** Price lists that were asked for and not answered yet: the counts may still move. */
  readonly pricesPending: number;
  /** So much waits in a fund that not all of it was followed to the end. */
  readonly isEstimate: boolean;
  /** What the lines that go in add up to; absent from previews of before it was told. */
  readonly totals?: Totals;
  readonly computedAt: Date;
};

/** `duplicate`: the same again; `inFile`, `before`: the id of another line or operation with other content. */
export type Repeated = { duplicate: number[]; inFile: number[]; before: number[] };

export type FundPreview = {
  readonly code: string;
  readonly name: string;
  readonly cashBefore: bigint;
  readonly cashAfter: bigint;
  readonly execute: number;
  readonly review: number;
  readonly wait: number;
};

/**
 * The part of a preview that concerns some funds: what it would do there, and of their lines how many are
 * read and how many rejected. Lines that repeat others are told as repeated, whatever they repeat.
 */
export function ownPreview(
  preview: Preview,
  codes: ReadonlySet<string>,
  { rows, rejected }: { rows: number; rejected: number },
): Preview {
  const byFund = preview.byFund.filter(({ code }) => codes.has(code));
  const sum = (of: (fund: FundPreview) => number) => byFund.reduce((total, fund) => total + of(fund), 0);
  const [executed, waiting, inReview] = [sum((f) => f.execute), sum((f) => f.wait), sum((f) => f.review)];
  const valid = executed + waiting + inReview;
  const duplicate = Math.max(0, rows - rejected - valid);
  const { totals: _, ...rest } = preview;
  return {
    ...rest,
    rows: valid + rejected + duplicate,
    valid,
    rejected,
    duplicate,
    wouldExecute: executed,
    wouldWait: waiting > 0 ? { WAITING: waiting } : {},
    wouldReview: inReview > 0 ? { IN_REVIEW: inReview } : {},
    byFund,
    repeated: { duplicate: [], inFile: [], before: [] },
    repeatedCount: { duplicate, inFile: 0, before: 0 },
  };
}

/** As kept in the database: JSON holds neither bigint nor dates. */
export function storePreview(preview: Preview): string {
  return JSON.stringify(preview, (_, value) => (typeof value === "bigint" ? value.toString() : value));
}

export function revivePreview(stored: unknown): Preview | null {
  if (stored === null || typeof stored !== "object") return null;
  const preview = stored as Preview;
  return {
    ...preview,
    computedAt: new Date(preview.computedAt),
    ...(preview.totals
      ? { totals: { ...preview.totals, valueCents: BigInt(preview.totals.valueCents) } }
      : {}),
    byFund: preview.byFund.map((fund) => ({
      ...fund,
      cashBefore: BigInt(fund.cashBefore),
      cashAfter: BigInt(fund.cashAfter),
    })),
  };
}
