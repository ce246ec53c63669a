export { contribute, hasContribution } from "./contribute";
export { createFund } from "./create";
