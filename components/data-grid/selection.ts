/** Rows picked one by one, or everything that matches but a few. */
export type Selection =
  | { readonly kind: "some"; readonly ids: ReadonlySet<string> }
  | { readonly kind: "all"; readonly except: ReadonlySet<string> };

export const nothing: Selection = { kind: "some", ids: new Set() };

export function isSelected(selection: Selection, id: string): boolean {
  return selection.kind === "some" ? selection.ids.has(id) : !selection.except.has(id);
}

export function isNothing(selection: Selection): boolean {
  return selection.kind === "some" && selection.ids.size === 0;
}

/** Picks or drops these rows, leaving the others as they are. */
export function mark(selection: Selection, ids: Iterable<string>, isOn: boolean): Selection {
  const { kind } = selection;
  const set = new Set(kind === "some" ? selection.ids : selection.except);
  for (const id of ids) {
    if ((kind === "some") === isOn) set.add(id);
    else set.delete(id);
  }
  return kind === "some" ? { kind, ids: set } : { kind, except: set };
}

export function toggle(selection: Selection, id: string): Selection {
  return mark(selection, [id], !isSelected(selection, id));
}

/** The rows on screen first; when they are all picked already, everything that matches. */
export function widen(selection: Selection, shown: readonly string[], hasMore: boolean): Selection {
  const allShown = shown.every((id) => isSelected(selection, id));
  if (!allShown) return mark(selection, shown, true);
  return hasMore || selection.kind === "all" ? { kind: "all", except: new Set() } : selection;
}

export type Amounts = { count: number; totalCents: bigint };

/**
 * How many are picked and what they add up to: what matches less what was dropped, or the picked rows
 * alone. Every picked or dropped row was shown, so `amountOf` knows it.
 */
export function amountsOf(
  selection: Selection,
  matching: Amounts | undefined,
  amountOf: (id: string) => bigint,
): Amounts | undefined {
  const sum = (ids: ReadonlySet<string>) => [...ids].reduce((total, id) => total + amountOf(id), 0n);
  if (selection.kind === "some") return { count: selection.ids.size, totalCents: sum(selection.ids) };
  if (!matching) return undefined;
  return {
    count: matching.count - selection.except.size,
    totalCents: matching.totalCents - sum(selection.except),
  };
}
