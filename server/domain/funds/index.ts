export { contribute, contributeInput } from "./contribute";
export { createFund, createFundInput } from "./create";
