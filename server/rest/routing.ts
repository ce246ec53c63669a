import type { Route } from "./route";

export const basePath = "/api/v1";

export type Found =
  | { kind: "route"; route: Route; params: Record<string, string> }
  | { kind: "method"; allow: string[] }
  | { kind: "none" };

/** The route of a method and path; a path that other methods have says which. HEAD is GET without its body. */
export function findRoute(routes: readonly Route[], method: string, pathname: string): Found {
  const wanted = method === "HEAD" ? "GET" : method;
  const parts = splitPath(pathname);
  if (!parts) return { kind: "none" };
  const allow: string[] = [];
  for (const route of routes) {
    const params = match(route.path, parts);
    if (!params) continue;
    if (route.method === wanted) return { kind: "route", route, params };
    allow.push(route.method);
  }
  return allow.length > 0 ? { kind: "method", allow } : { kind: "none" };
}

function splitPath(pathname: string): string[] | null {
  if (!pathname.startsWith(`${basePath}/`)) return null;
  try {
    return pathname
      .slice(basePath.length + 1)
      .replace(/\/$/, "")
      .split("/")
      .map(decodeURIComponent);
  } catch {
    return null;
  }
}

function match(path: string, parts: readonly string[]): Record<string, string> | null {
  const pattern = path.slice(1).split("/");
  if (pattern.length !== parts.length) return null;
  const params: Record<string, string> = {};
  for (const [i, piece] of pattern.entries()) {
    const part = parts[i] as string;
    if (piece.startsWith("{")) params[piece.slice(1, -1)] = part;
    else if (piece !== part) return null;
  }
  return params;
}
