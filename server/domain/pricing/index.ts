export { readCalendar } from "./calendar";
export { fetchPrices } from "./fetch";
export { applyPricesJob, fetchPricesJob, sweepPricingJob } from "./jobs";
export { type DayPrices, readDayPrices } from "./lists";
export { classesToSearch } from "./model/day-lists";
export { type PriceDecision, priceOperation, type PricingRules } from "./model/price-operation";
export { type PriceKey, requestPrices } from "./request";
export { sweepPrices } from "./sweep";
