import type { Tx } from "#server/kernel/context";

/** How a fund's operations are executed: in sets, or one a transaction (the legacy shape). */
export type Engine = "conjunto" | "linha";
export const engines = ["conjunto", "linha"] as const;

/** The fund's engine; `conjunto` unless the flag says otherwise. */
export async function getEngine(tx: Tx, fundId: string): Promise<Engine> {
  const [row] = await tx.sql<{ value: Engine }>(
    "select value from feature_flag where name = 'execution.engine' and fund_id = $1",
    [fundId],
  );
  return row?.value ?? "conjunto";
}
