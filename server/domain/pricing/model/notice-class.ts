import type { AssetClass } from "#server/kernel/ports";

/** Parts of the feed's addresses and of the items' names, as ANBIMA writes them. */
const marks: readonly (readonly [AssetClass, RegExp])[] = [
  ["titulos-publicos", /t[ií]tulos?[-_ ]p[uú]blicos|\btpf\b/i],
  ["debentures", /deb[eê]ntures?/i],
  ["cri-cra", /\bcri\b|\bcra\b|cri[-_]cra/i],
  ["fidc", /\bfidcs?\b/i],
];

/** The list that a notice is about, by the address it names or else by its item; null for another product. */
export function noticeClass(notice: {
  readonly feedUrl: string | null;
  readonly itemName: string;
}): AssetClass | null {
  for (const text of [notice.feedUrl ?? "", notice.itemName]) {
    const found = marks.filter(([, mark]) => mark.test(text));
    if (found.length === 1) return found[0]?.[0] ?? null;
  }
  return null;
}
