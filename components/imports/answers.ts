import type { RouterOutput } from "../layout/trpc";

/** What the procedures of files answer, by the names that the screens use. */
export type Progress = RouterOutput["imports"]["get"];
export type Diagnosis = RouterOutput["imports"]["diagnosis"];
export type Preview = NonNullable<Progress["preview"]>;
export type Reading = NonNullable<Progress["reading"]>;
export type ProblemGroup = RouterOutput["imports"]["problemGroups"][number];
export type SourceRow = RouterOutput["imports"]["rows"]["items"][number];
export type ColumnField = NonNullable<Reading["columns"]>[string];
export type WordMeanings = NonNullable<Reading["values"]>;
export type ExpectedTotals = NonNullable<Progress["expectedTotals"]>;
