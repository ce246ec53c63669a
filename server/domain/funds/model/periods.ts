import { addDays } from "#server/kernel/business-day";

export const periods = ["30d", "90d", "1a", "tudo"] as const;
export type Period = (typeof periods)[number];

const daysOf = { "30d": 30, "90d": 90, "1a": 365 } as const;
/** More points than this are neither seen in a chart nor read in a table. */
const pointsMax = 366;

/**
 * The days whose closing balance a period shows, oldest first, ending today. Since the first entry where
 * the period is longer than the history; evenly spaced where there are more days than points.
 */
export function daysShown(period: Period, today: string, firstOn: string | null): string[] {
  if (firstOn === null) return [];
  const wanted = period === "tudo" ? firstOn : addDays(today, 1 - daysOf[period]);
  const from = wanted < firstOn ? firstOn : wanted;
  const span = (Date.parse(today) - Date.parse(from)) / 86_400_000;
  const step = Math.max(1, Math.ceil((span + 1) / pointsMax));
  const days: string[] = [];
  for (let day = today; day >= from; day = addDays(day, -step)) days.push(day);
  return days.reverse();
}
