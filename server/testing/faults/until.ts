/**
 * Asks `probe` again and again until it gives something, and resolves with that. A probe that throws
 * (the database is away) counts as not yet.
 * @throws Error that says what was waited for, and what the probe last said, once the deadline has passed
 */
export async function until<T>(
  what: string,
  deadlineMs: number,
  probe: () => Promise<T | false | null | undefined>,
  everyMs = 40,
): Promise<T> {
  const startedAt = Date.now();
  let last: unknown;
  for (;;) {
    try {
      const found = await probe();
      if (found) return found;
      last = found;
    } catch (error) {
      last = error;
    }
    if (Date.now() - startedAt > deadlineMs) {
      throw new Error(`waited ${deadlineMs} ms for ${what}`, { cause: last });
    }
    await new Promise((resolve) => setTimeout(resolve, everyMs));
  }
}
