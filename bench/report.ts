import type { Machine } from "./machine";

export type Line = {
  readonly work: string;
  readonly measured: string;
  readonly goal: string;
  readonly verdict: string;
  readonly isMet: boolean | null;
  readonly note: string;
  readonly values: Readonly<Record<string, number>>;
};

type Facts = { work: string; note?: string; values?: Readonly<Record<string, number>> };

/** A figure that has no goal. */
export function fact(facts: Facts & { measured: string }): Line {
  return { note: "", values: {}, ...facts, goal: "–", verdict: "–", isMet: null };
}

/** A figure that must not pass a limit. */
export function atMost(facts: Facts & { value: number; limit: number; unit: string }): Line {
  const excess = Math.ceil((facts.value / facts.limit - 1) * 100);
  return judged(
    facts,
    `≤ ${number(facts.limit)}${facts.unit}`,
    facts.value <= facts.limit,
    `${excess} % acima`,
  );
}

/** A figure that must reach a limit. */
export function atLeast(facts: Facts & { value: number; limit: number; unit: string }): Line {
  const missing = Math.ceil((1 - facts.value / facts.limit) * 100);
  return judged(
    facts,
    `≥ ${number(facts.limit)}${facts.unit}`,
    facts.value >= facts.limit,
    `${missing} % abaixo`,
  );
}

function judged(
  facts: Facts & { value: number; unit: string },
  goal: string,
  isMet: boolean,
  miss: string,
): Line {
  return {
    work: facts.work,
    note: facts.note ?? "",
    values: { ...facts.values, value: facts.value },
    measured: `${number(facts.value)}${facts.unit}`,
    goal,
    isMet,
    verdict: isMet ? "cumprida" : `não: ${miss}`,
  };
}

/** Three significant digits at least, in Portuguese. */
export function number(value: number): string {
  const digits = Math.abs(value) >= 100 ? 0 : Math.abs(value) >= 10 ? 1 : 2;
  return value.toLocaleString("pt-BR", { maximumFractionDigits: digits });
}

export function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.floor(sorted.length / 2)] ?? Number.NaN;
}

export type PartRun = {
  readonly part: string;
  readonly machine: Machine;
  readonly date: string;
  readonly lines: readonly Line[];
};

/** A part as Markdown: the machine, the table and the notes beneath it. */
export function renderMarkdown(run: PartRun): string {
  const { machine, lines } = run;
  const noted = lines.filter((line) => line.note);
  const rows = lines.map((line) => {
    const mark = line.note ? ` [${noted.indexOf(line) + 1}]` : "";
    return `| ${line.work}${mark} | ${line.measured} | ${line.goal} | ${line.verdict} |`;
  });
  return [
    `${run.date} · ${machine.cores} núcleos ${machine.cpu}, ${machine.memoryGiB} GiB, ${machine.system}, ` +
      `Node ${machine.node}, PostgreSQL ${machine.postgres}, fsync ligado; carga média no início ${number(machine.loadAverage)}`,
    "",
    "| trabalho | medido | meta | cumprida |",
    "|---|---|---|---|",
    ...rows,
    "",
    ...noted.map((line, i) => `${i + 1}. ${line.note}`),
    "",
  ].join("\n");
}

/** The same for a terminal. */
export function renderText(lines: readonly Line[]): string {
  const columns = ["work", "measured", "goal", "verdict"] as const;
  const widths = columns.map((column) => Math.max(...lines.map((line) => line[column].length)));
  return lines
    .map((line) => {
      const row = columns.map((column, i) => line[column].padEnd(widths[i] as number)).join("  ");
      return line.note ? `${row.trimEnd()}\n    ${line.note}` : row.trimEnd();
    })
    .join("\n");
}
