export { fetchPrices } from "./fetch";
export { applyPricesJob, fetchPricesJob, sweepPricingJob } from "./jobs";
export { type DayPrices, readDayPrices } from "./lists";
export {
  type PriceDecision,
  type PricingInput,
  type PricingRules,
  priceOperation,
} from "./model/price-operation";
export { receiveNotice } from "./notice";
export { type PriceKey, requestPrices } from "./request";
export { sweepPrices } from "./sweep";
