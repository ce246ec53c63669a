/**
 * A repeatable 32-bit draw from any key: the same parts always give the same number, whatever was
 * drawn before. That keeps a seeded run repeatable when calls arrive in another order.
 */
export function draw(...parts: readonly (string | number)[]): number {
  let hash = 0x811c9dc5;
  for (const part of parts) {
    const text = String(part);
    for (let i = 0; i < text.length; i++) hash = Math.imul(hash ^ text.charCodeAt(i), 0x01000193);
    hash = Math.imul(hash ^ 0x1f, 0x01000193);
  }
  hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b);
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35);
  return (hash ^ (hash >>> 16)) >>> 0;
}

/** True for a share `rate` (0 to 1) of all keys. */
export function drawChance(rate: number, ...parts: readonly (string | number)[]): boolean {
  return draw(...parts) / 0x1_0000_0000 < rate;
}

/** One of `choices`; undefined when there is none. */
export function drawOne<T>(choices: readonly T[], ...parts: readonly (string | number)[]): T | undefined {
  return choices[draw(...parts) % Math.max(choices.length, 1)];
}
