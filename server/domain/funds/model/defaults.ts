/** What a fund starts with where nobody says otherwise: the column defaults of `fund`. */
export const fundDefaults = {
  rounding: "HALF_UP",
  priceBasis: "anbima",
  jumpLimit: "0.050000",
  tradedPriceLimit: "0.050000",
  staleBusinessDays: 0,
  cutOffTime: "18:00",
  serviceTimeS: 300,
  /** Up to here one person decides what stopped, above two do. */
  twoPeopleCents: 1_000_000n,
  /** Above this whoever decides proves again who they are. */
  stepUpCents: 100_000_000n,
  /** Business minutes in which what stopped should be decided. */
  reviewMinutes: 120,
} as const;
