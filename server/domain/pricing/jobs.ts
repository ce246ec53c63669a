import { z } from "zod";
import { defineJob } from "#server/domain/jobs/index";
import { assetClasses } from "#server/kernel/ports";

/** Asks ANBIMA for one class on one day. */
export const fetchPricesJob = defineJob({
  name: "pricing.fetch",
  queue: "anbima",
  payload: z.object({ assetClass: z.enum(assetClasses), priceOn: z.iso.date() }),
  retry: { baseMs: 500, maxMs: 30_000 },
  key: ({ assetClass, priceOn }) => `${assetClass}:${priceOn}`,
});

/** Finds lists that somebody waits for and no job will ask for. */
export const sweepPricingJob = defineJob({
  name: "pricing.sweep",
  queue: "default",
  payload: z.object({}),
  retry: { baseMs: 500, maxMs: 30_000 },
  key: () => "pricing",
});

/** A day's lists changed: gives its prices to the operations that wait for them (run by `operations`). */
export const applyPricesJob = defineJob({
  name: "pricing.apply",
  queue: "ledger",
  payload: z.object({ priceOn: z.iso.date() }),
  retry: { baseMs: 250, maxMs: 30_000 },
  key: ({ priceOn }) => priceOn,
});
