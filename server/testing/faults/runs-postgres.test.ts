import { declareRuns } from "./declare-runs";

await declareRuns("postgres", 3);
