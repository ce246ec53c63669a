/** Keys that type a character are shortcuts unless a person turned them off in this browser. */
export const shortcutsCookie = "atalhos";

export function readShortcuts(cookie: string | undefined): boolean {
  return cookie !== "nao";
}
