import { z } from "zod";

/** Ways in which one call fails on the wire. */
export const transportKinds = [
  "refused",
  "500",
  "502",
  "503",
  "504",
  "429",
  "401",
  "403",
  "hang",
  "slow",
  "truncated",
  "html200",
  "malformed",
  "empty",
  "null",
  "empty_list",
  "huge",
  "wrong_length",
] as const;
export type TransportKind = (typeof transportKinds)[number];

/** What fails by itself: everything that heals by asking again at once, and nothing that answers wrongly. */
export const defaultKinds: readonly TransportKind[] = [
  "refused",
  "500",
  "502",
  "503",
  "504",
  "429",
  "401",
  "truncated",
  "html200",
  "malformed",
  "wrong_length",
];

/** Ways in which a list that arrives well is wrong about an asset. */
export const wrongKinds = [
  "price_missing",
  "price_null",
  "price_zero",
  "price_negative",
  "price_nd",
  "price_dash",
  "price_blank",
  "price_huge",
  "stale",
  "future",
  "inverted_rates",
  "out_of_band",
  "jump",
  "duplicate_divergent",
  "duplicate_identical",
  "absent",
  "revised",
  "duplicate_keys",
] as const;
export type WrongKind = (typeof wrongKinds)[number];

const rate = z.number().min(0).max(1);

/** Everything about the sandbox's ANBIMA that can be changed while it runs. */
const anbimaSwitches = z.strictObject({
  /** Share of feed calls that fail. */
  failureRate: rate,
  /** Share of token calls that fail (with 503). */
  tokenFailureRate: rate,
  latencyMs: z.number().int().min(0).max(60_000),
  /** What failing calls do, drawn among these. */
  kinds: z.array(z.enum(transportKinds)),
  /** What the next feed calls do, in order, before any draw. */
  next: z.array(z.enum([...transportKinds, "ok"])).max(10_000),
  /** What wrong assets show, drawn among these. */
  wrong: z.array(z.enum(wrongKinds)),
  /** Share of assets that are wrong, when `wrong` is not empty. */
  wrongRate: rate,
  /** Assets that are wrong by name: `CODE` on every day or `CODE@YYYY-MM-DD` on one. */
  wrongCodes: z.record(z.string().max(60), z.enum(wrongKinds)),
  /** Hour of São Paulo from which the day's prices are out. */
  publicationHour: z.number().int().min(0).max(24),
  /** The instant that the service believes in; null follows the clock. */
  now: z.iso.datetime({ offset: true }).nullable(),
});
export type AnbimaSwitches = z.infer<typeof anbimaSwitches>;

export const anbimaSwitchesPatch = anbimaSwitches.partial();
export type AnbimaSwitchesPatch = z.infer<typeof anbimaSwitchesPatch>;

export function defaultAnbimaSwitches(given: AnbimaSwitchesPatch): AnbimaSwitches {
  return anbimaSwitches.parse({
    failureRate: 0.3,
    tokenFailureRate: 0,
    latencyMs: 20,
    kinds: [...defaultKinds],
    next: [],
    wrong: [],
    wrongRate: 0.05,
    wrongCodes: {},
    publicationHour: 20,
    now: null,
    ...given,
  });
}
