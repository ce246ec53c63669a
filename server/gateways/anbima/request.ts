import { DomainError } from "#server/kernel/errors";

export type HttpAnswer = { readonly status: number; readonly headers: Headers; readonly body: Uint8Array };

export type RequestLimits = {
  readonly fetch: typeof fetch;
  /** For the whole exchange, last byte included: a body that drips is cut off like a silent one. */
  readonly timeoutMs: number;
  readonly maxBytes: number;
};

/**
 * One HTTP exchange within a total deadline and a cap on the body, redirects not followed.
 * @throws DomainError `anbima.unavailable` with `details.reason` `timeout` or `connection`,
 * `anbima.invalid_answer` for a body over the cap
 */
export async function request(url: URL, init: RequestInit, limits: RequestLimits): Promise<HttpAnswer> {
  const deadline = new AbortController();
  const timer = setTimeout(() => deadline.abort(), limits.timeoutMs);
  try {
    const response = await limits.fetch(url, { ...init, redirect: "manual", signal: deadline.signal });
    return {
      status: response.status,
      headers: response.headers,
      body: await readBody(response, limits.maxBytes),
    };
  } catch (error) {
    if (error instanceof DomainError) throw error;
    const reason = deadline.signal.aborted ? "timeout" : "connection";
    throw new DomainError("anbima.unavailable", { reason, cause: causeCode(error) });
  } finally {
    clearTimeout(timer);
    deadline.abort();
  }
}

async function readBody(response: Response, maxBytes: number): Promise<Uint8Array> {
  const chunks: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of response.body ?? []) {
    size += chunk.byteLength;
    if (size > maxBytes) throw new DomainError("anbima.invalid_answer", { reason: "too_large", maxBytes });
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}

/** The error's code alone: messages and requests may hold credentials. */
function causeCode(error: unknown): string | null {
  const code = (error as { cause?: { code?: unknown } })?.cause?.code;
  return typeof code === "string" ? code : null;
}
