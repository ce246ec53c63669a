export { contribute, contributeInput, hasContribution } from "./contribute";
export { createFund, createFundInput } from "./create";
