/** What the screens work out too, in the browser: pure, and without the weight of the schemas' zod. */
export { checkTotals } from "./model/control-totals";
export { valueKey, valueMeanings } from "./model/value-meanings";
