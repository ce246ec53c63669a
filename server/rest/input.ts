import { z } from "zod";
import { DomainError } from "#server/kernel/errors";
import { requireStorable } from "#server/kernel/storable";
import { pathFields, type Route } from "./route";

const bodyBytesMax = 64 * 1024;
const portuguese = z.locales.pt().localeError;

/**
 * What a request brings, as one object: fields of the path, and of the query (GET) or the JSON body
 * (POST). A field that the route does not declare, or that comes twice, is refused.
 * @throws DomainError `input.invalid`, or the route's own absence when the path names nothing
 */
export async function readInput(
  route: Route,
  request: Request,
  params: Record<string, string>,
): Promise<{ input: unknown; body: string }> {
  const isQuery = route.method === "GET" || route.kind === "stream";
  const body = isQuery ? "" : await readText(request);
  const given = isQuery ? readQuery(new URL(request.url)) : readJson(request, body);
  const inPath = pathFields(route.path);
  for (const name of inPath) {
    if (Object.hasOwn(given, name))
      throw new DomainError("input.invalid", { field: name, expected: "só no endereço" });
  }
  requireStorable({ ...given, ...params });
  const parsed = route.input.safeParse({ ...given, ...params }, { error: portuguese });
  if (parsed.success) return { input: parsed.data, body };
  const isPathAtFault = parsed.error.issues.some((issue) => inPath.includes(String(issue.path[0])));
  if (isPathAtFault && route.absent) throw new DomainError(route.absent);
  throw new DomainError("input.invalid", {}, { cause: parsed.error });
}

function readQuery(url: URL): Record<string, string> {
  const given: Record<string, string> = Object.create(null);
  for (const [name, value] of url.searchParams) {
    if (name in given)
      throw new DomainError("input.invalid", { field: name.slice(0, 100), expected: "uma só vez" });
    given[name] = value;
  }
  return given;
}

function readJson(request: Request, body: string): Record<string, unknown> {
  const type = request.headers.get("content-type")?.split(";")[0]?.trim().toLowerCase();
  if (body === "") return {};
  if (type !== "application/json")
    throw new DomainError("input.invalid", { field: "Content-Type", expected: "application/json" });
  let value: unknown;
  try {
    value = JSON.parse(body);
  } catch {
    throw new DomainError("input.invalid", { field: "corpo", expected: "um objeto JSON" });
  }
  const isObject = typeof value === "object" && value !== null && !Array.isArray(value);
  if (!isObject) throw new DomainError("input.invalid", { field: "corpo", expected: "um objeto JSON" });
  return value as Record<string, unknown>;
}

async function readText(request: Request): Promise<string> {
  if (!request.body) return "";
  const parts: Uint8Array[] = [];
  let bytes = 0;
  for await (const part of request.body as unknown as AsyncIterable<Uint8Array>) {
    bytes += part.byteLength;
    if (bytes > bodyBytesMax) throw new DomainError("storage.too_large", { limitBytes: bodyBytesMax });
    parts.push(part);
  }
  return Buffer.concat(parts).toString("utf8");
}
