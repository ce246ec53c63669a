import { declareRuns } from "./declare-runs";

await declareRuns("redis", 7);
