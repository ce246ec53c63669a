import type { IncomingMessage, ServerResponse } from "node:http";

/** One request being answered. */
export type Exchange = {
  readonly request: IncomingMessage;
  readonly response: ServerResponse;
  readonly url: URL;
};

/** An answer with its reason, thrown by a handler and written by the server. */
export class Refusal extends Error {
  constructor(
    readonly status: number,
    message: string,
  ) {
    super(message);
  }
}

export function sendText(
  exchange: Exchange,
  status: number,
  contentType: string,
  body: string | Buffer,
): void {
  const bytes = typeof body === "string" ? Buffer.from(body, "utf8") : body;
  exchange.response.writeHead(status, { "content-type": contentType, "content-length": bytes.length });
  exchange.response.end(bytes);
}

export function sendJson(exchange: Exchange, status: number, value: unknown): void {
  sendText(exchange, status, "application/json; charset=utf-8", JSON.stringify(value));
}

/** @throws Refusal 413 or 400 */
export async function readJson(request: IncomingMessage, limitBytes = 1_048_576): Promise<unknown> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of request) {
    size += (chunk as Buffer).length;
    if (size > limitBytes) throw new Refusal(413, "body too large");
    chunks.push(chunk as Buffer);
  }
  try {
    return JSON.parse(Buffer.concat(chunks).toString("utf8"));
  } catch {
    throw new Refusal(400, "body is not JSON");
  }
}
