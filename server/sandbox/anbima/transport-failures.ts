import { type Exchange, sendJson, sendText } from "../exchange";
import type { TransportKind } from "./switches";

export type FailureOutcome = {
  readonly status: number | null;
  readonly bytes: Buffer;
  readonly isListServed: boolean;
};

const json = "application/json; charset=utf-8";
const hugeBytes = 48 * 1024 * 1024;
const html =
  "<!doctype html><html><head><title>ANBIMA</title></head><body><h1>Serviço em manutenção</h1></body></html>";

/**
 * Makes one call fail in a given way, having at hand the body that an honest answer would have.
 * @returns what went out, for the journal; a slow list arrives whole and counts as served
 */
export function failWith(exchange: Exchange, kind: TransportKind, honest: Buffer): FailureOutcome {
  const { response } = exchange;
  switch (kind) {
    case "refused":
      response.socket?.resetAndDestroy();
      return outcome(null);
    case "hang":
      return outcome(null);
    case "429":
      response.setHeader("retry-after", "1");
      return refuse(exchange, 429, "Too Many Requests");
    case "401":
      return refuse(exchange, 401, "Access token expired");
    case "403":
      return refuse(exchange, 403, "Product not subscribed");
    case "500":
    case "502":
    case "503":
    case "504":
      return refuse(exchange, Number(kind), "Upstream failure");
    case "slow":
      drip(exchange, honest);
      return { status: 200, bytes: honest, isListServed: true };
    case "truncated":
      return cutShort(exchange, honest.subarray(0, Math.floor(honest.length / 2)), null);
    case "wrong_length":
      return cutShort(exchange, honest, honest.length + 100);
    case "html200":
      return answer(exchange, "text/html; charset=utf-8", html);
    case "malformed":
      return answer(exchange, json, honest.subarray(0, -2));
    case "empty":
      return answer(exchange, json, "");
    case "null":
      return answer(exchange, json, "null");
    case "empty_list":
      return answer(exchange, json, "[]");
    case "huge":
      pourBlanks(exchange);
      return outcome(200);
  }
}

function answer(exchange: Exchange, contentType: string, body: string | Buffer): FailureOutcome {
  sendText(exchange, 200, contentType, body);
  return { status: 200, bytes: Buffer.from(body), isListServed: false };
}

function refuse(exchange: Exchange, status: number, message: string): FailureOutcome {
  sendJson(exchange, status, { error: message });
  return outcome(status);
}

function outcome(status: number | null): FailureOutcome {
  return { status, bytes: Buffer.alloc(0), isListServed: false };
}

/** Sends bytes and then cuts the connection: without a length in the middle of a chunked body. */
function cutShort(exchange: Exchange, bytes: Buffer, contentLength: number | null): FailureOutcome {
  const { response } = exchange;
  response.writeHead(200, {
    "content-type": json,
    ...(contentLength === null ? {} : { "content-length": contentLength }),
  });
  response.write(bytes, () => response.socket?.destroy());
  return { status: 200, bytes, isListServed: false };
}

/** The whole body in twenty pieces, 250 ms apart: never idle for long, five seconds in all. */
function drip(exchange: Exchange, body: Buffer): void {
  const { response } = exchange;
  response.writeHead(200, { "content-type": json, "content-length": body.length });
  const piece = Math.max(1, Math.ceil(body.length / 20));
  let sent = 0;
  const timer = setInterval(() => {
    response.write(body.subarray(sent, sent + piece));
    sent += piece;
    if (sent < body.length) return;
    clearInterval(timer);
    response.end();
  }, 250);
  response.once("close", () => clearInterval(timer));
}

/** Valid JSON so far, and far more of it than any list: 48 MiB of blanks after a bracket. */
function pourBlanks(exchange: Exchange): void {
  const { response } = exchange;
  response.writeHead(200, { "content-type": json });
  const block = Buffer.alloc(256 * 1024, " ");
  let left = hugeBytes;
  const pour = (): void => {
    while (left > 0 && !response.destroyed) {
      left -= block.length;
      if (!response.write(block)) {
        response.once("drain", pour);
        return;
      }
    }
    response.end("]");
  };
  response.write("[");
  pour();
}
