import type { JournalPage } from "#server/sandbox/anbima/journal";
import { type Exact, exact } from "./exact";

/** Answers of these kinds are right, or wrong only beside another day's or reading's. */
const harmless = new Set(["duplicate_identical", "jump", "revised"]);

export type ServedPrices = {
  /** Whether a list went out on which the asset stood at just this price on this day, and nothing was wrong with it. */
  wasServed(code: string, day: string, price: Exact): boolean;
  /** Every price that an asset was rightly served at on a day. */
  of(code: string, day: string): readonly Exact[];
};

/** What the sandbox's journal says that it answered. @throws Error when the journal forgot something */
export function servedPrices(journal: JournalPage): ServedPrices {
  if (journal.forgotten > 0 || journal.forgottenBodies > 0) throw new Error("the journal is not whole");
  const served = new Map<string, Map<string, Exact>>();
  for (const { path, status, priceOn, bodySha256 } of journal.entries) {
    const body = bodySha256 === null ? undefined : journal.bodies[bodySha256];
    if (path !== "feed" || status !== 200 || !body || priceOn === null) continue;
    for (const [code, texts] of Object.entries(body.prices)) {
      const wrong = body.wrong[code];
      const [text] = texts;
      if ((wrong && !harmless.has(wrong)) || !text || new Set(texts).size !== 1) continue;
      if (!/^\d+(\.\d+)?$/.test(text)) continue;
      const key = `${priceOn} ${code}`;
      const prices = served.get(key) ?? new Map<string, Exact>();
      served.set(key, prices.set(text, exact(text)));
    }
  }
  const of = (code: string, day: string) => [...(served.get(`${day} ${code}`)?.values() ?? [])];
  return {
    of,
    wasServed: (code, day, price) =>
      of(code, day).some((other) => {
        const scale = Math.max(other.scale, price.scale);
        return (
          other.units * 10n ** BigInt(scale - other.scale) ===
          price.units * 10n ** BigInt(scale - price.scale)
        );
      }),
  };
}
