/**
 * Balances at the end of each day, worked back from the one that stands now: what moved after a day is
 * taken off again. Null before the fund's first day.
 */
export function closingBalances(input: {
  days: readonly string[];
  nowCents: bigint;
  movements: readonly { day: string; cents: bigint }[];
  firstDay: string | null;
}): (bigint | null)[] {
  const { days, nowCents, firstDay } = input;
  const later = input.movements.toSorted((a, b) => (a.day < b.day ? 1 : -1));
  let balance = nowCents;
  let next = 0;
  return days
    .toReversed()
    .map((day) => {
      for (let moved = later[next]; moved && moved.day > day; moved = later[++next]) balance -= moved.cents;
      return firstDay !== null && day < firstDay ? null : balance;
    })
    .reverse();
}
