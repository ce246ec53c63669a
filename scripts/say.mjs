const isColoured = Boolean(process.stdout.isTTY) && !process.env.NO_COLOR;
const paint = (code) => (text) => (isColoured ? `\u001b[${code}m${text}\u001b[0m` : text);

export const bold = paint(1);
export const dim = paint(2);
export const green = paint(32);
export const red = paint(31);
export const yellow = paint(33);

/** One finished step: a tick, its name, and what is worth knowing about it. */
export function done(name, detail = "") {
  console.log(`  ${green("✓")} ${name.padEnd(14)} ${dim(detail)}`.trimEnd());
}

export function doing(text) {
  console.log(`  ${dim("…")} ${dim(text)}`);
}

export function warn(text) {
  console.log(`  ${yellow("!")} ${text}`);
}

export function failed(text) {
  console.error(`  ${red("✗")} ${text}`);
}

/** A duration as people say it: `0,4 s`, `1 min 20 s`. */
export function duration(ms) {
  if (ms < 10_000) return `${(ms / 1_000).toFixed(1).replace(".", ",")} s`;
  if (ms < 60_000) return `${Math.round(ms / 1_000)} s`;
  return `${Math.floor(ms / 60_000)} min ${Math.round((ms % 60_000) / 1_000)} s`;
}
