import type { ChartValue } from "./scale";

export type ChartPoint = {
  /** A calendar day or an instant, ISO 8601. Points are evenly spaced, oldest first. */
  at: string;
  /** One value a series. */
  values: readonly ChartValue[];
  /** The exact list behind the value. */
  href?: string;
};
export type ChartSeries = {
  label: string;
  /** `dots`: single events beside a line, not joined. */
  kind: "area" | "line" | "bars" | "dots";
  /** A name of app/globals.css. */
  tone: "accent" | "ok" | "bad" | "divergence" | "moving" | "reversed" | "neutral";
  /** Tells lines apart without colour. */
  dash?: readonly number[];
  /** What is measured from nothing is drawn from zero. */
  isFromZero?: boolean;
};
