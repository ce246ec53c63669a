import type { Tx } from "#server/kernel/context";

/** One rule as a statement that selects what breaks it; its columns are what a person is shown. */
export type Check = { readonly rule: string; readonly sql: string; readonly params?: readonly unknown[] };

/** What breaks a rule, ready for JSON. */
export type Example = { readonly regra: string } & Readonly<Record<string, unknown>>;

export type Finding = {
  readonly numero: number;
  readonly nome: string;
  /** How much was looked at. */
  readonly contados: Readonly<Record<string, number | string>>;
  readonly falhas: number;
  readonly exemplos: readonly Example[];
};

export const examplesMax = 10;

/** Collects what breaks the rules of one invariant. */
export type Collector = {
  add(rule: string, count: number, examples: readonly Readonly<Record<string, unknown>>[]): void;
};

export function createCollector(): Collector & { falhas: number; exemplos: Example[] } {
  const collected = {
    falhas: 0,
    exemplos: [] as Example[],
    add(rule: string, count: number, examples: readonly Readonly<Record<string, unknown>>[]) {
      collected.falhas += count;
      for (const example of examples) {
        if (collected.exemplos.length < examplesMax)
          collected.exemplos.push({ regra: rule, ...toJson(example) });
      }
    },
  };
  return collected;
}

/** Runs each check and collects how many rows break it, with the first of them. */
export async function runChecks(tx: Tx, checks: readonly Check[], into: Collector): Promise<void> {
  for (const { rule, sql, params } of checks) {
    const rows = await tx.sql<Record<string, unknown> & { total_found: number }>(
      `select f.*, count(*) over ()::int as total_found from (${sql}) as f limit ${examplesMax}`,
      params,
    );
    const examples = rows.map(({ total_found: _, ...example }) => example);
    into.add(rule, rows[0]?.total_found ?? 0, examples);
  }
}

/** One row of named counts, as numbers. */
export async function readCounts(tx: Tx, sql: string): Promise<Record<string, number | string>> {
  const [row] = await tx.sql<Record<string, unknown>>(sql);
  return Object.fromEntries(
    Object.entries(row ?? {}).map(([name, value]) => [
      name,
      typeof value === "bigint" ? Number(value) : String(value),
    ]),
  );
}

function toJson(row: Readonly<Record<string, unknown>>): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(row).map(([name, value]) => {
      if (typeof value === "bigint") return [name, value.toString()];
      return [name, value instanceof Date ? value.toISOString() : value];
    }),
  );
}
