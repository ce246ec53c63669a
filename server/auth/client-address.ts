/**
 * The address a request came from: the one the nearest proxy saw, or the socket's (Next fills the
 * header in when it is absent). Earlier entries of the list are whatever the caller wrote.
 */
export function clientAddress(headers: Headers): string {
  const list = headers.get("x-forwarded-for")?.split(",") ?? [];
  const nearest = list.at(-1)?.trim() ?? "";
  return nearest.startsWith("::ffff:") ? nearest.slice(7) : nearest || "unknown";
}
