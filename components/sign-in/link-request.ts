export type LinkAnswer<T> =
  | { ok: true; data: T }
  | { ok: false; code: string; details: Record<string, unknown> };

/** Sends a link's secret, or what goes with it, in a body: addresses end up in logs. */
export async function sendLinkRequest<T>(
  path: "/api/convite" | "/api/senha" | "/api/senha/pedido",
  method: "POST" | "PUT",
  body: object,
): Promise<LinkAnswer<T>> {
  try {
    const response = await fetch(path, {
      method,
      headers: { "content-type": "application/json", "x-lastro": "1" },
      body: JSON.stringify(body),
    });
    const data = (await response.json()) as T & { code?: string; details?: Record<string, unknown> };
    if (response.ok) return { ok: true, data };
    return { ok: false, code: data.code ?? "internal.unexpected", details: data.details ?? {} };
  } catch {
    return { ok: false, code: "unreachable", details: {} };
  }
}
