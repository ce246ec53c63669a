import type { Item } from "./prices-at-stake";

export type Change = { name: string; before: string | null; after: string | null };

/** What a decision would rest on that is not what was seen: measured values, prices, and others' approvals. */
export function changesOf(seen: Item, now: Item): Change[] {
  const [before, after] = [factsOf(seen), factsOf(now)];
  return [...new Set([...before.keys(), ...after.keys()])]
    .map((name) => ({ name, before: before.get(name) ?? null, after: after.get(name) ?? null }))
    .filter((change) => change.before !== change.after);
}

/** Whether it closed by somebody else's decision, or by itself, since it was seen. */
export function isEndedByOthers(seen: Item, now: Item): boolean {
  const isMine = now.decisions.some((one) => one.isMine && (one.state === "HELD" || one.state === "APPLIED"));
  return seen.state === "OPEN" && now.state !== "OPEN" && !isMine;
}

function factsOf({ evidence, amountCents, decisions, operation }: Item): Map<string, string | null> {
  const facts = new Map<string, string | null>();
  for (const [name, value] of Object.entries(evidence))
    if (name !== "quoteId" && (value === null || typeof value !== "object"))
      facts.set(name, value === null ? null : String(value));
  const others = decisions.filter((one) => !one.isMine && one.state === "STANDING");
  facts.set("amountCents", amountCents?.toString() ?? null);
  facts.set("approvedBy", others.map((one) => one.deciderName).join(", ") || null);
  facts.set("sourcePrice", operation?.readings.findLast((one) => one.isCurrent)?.unitPrice ?? null);
  facts.set("releasePrice", operation?.release?.unitPrice ?? null);
  return facts;
}
