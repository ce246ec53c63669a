export { contribute, hasContribution } from "./contribute";
export { createFund } from "./create";
export { fundDefaults } from "./model/defaults";
export { type FundRules, updateRules, updateRulesInput } from "./update-rules";
