/** What a fund starts with where nobody says otherwise: the column defaults of `fund`. */
export const fundDefaults = {
  rounding: "HALF_UP",
  priceBasis: "anbima",
  jumpLimit: "0.050000",
  tradedPriceLimit: "0.050000",
  staleBusinessDays: 0,
  cutOffTime: "18:00",
  serviceTimeS: 300,
} as const;
