import { z } from "zod";
import type { Clock } from "#server/kernel/context";
import { DomainError } from "#server/kernel/errors";
import { type RequestLimits, request } from "./request";

export type AccessTokenOptions = {
  readonly baseUrl: URL;
  readonly clientId: string;
  readonly clientSecret: string;
  readonly clock: Clock;
  readonly limits: RequestLimits;
};

const renewBeforeMs = 60_000;
const tokenAnswer = z.object({
  access_token: z.string().regex(/^[\x21-\x7e]{1,8192}$/),
  expires_in: z.coerce.number().min(0).max(31_536_000),
});

/** The access token, asked for once by however many callers and renewed a minute before it ends. */
export function createAccessToken(options: AccessTokenOptions) {
  let held: { token: Promise<string>; renewAt: number } | null = null;

  return {
    /** @throws DomainError `anbima.forbidden` for refused credentials, else of kind `unavailable` */
    get(): Promise<string> {
      if (held && held.renewAt > options.clock.now().getTime()) return held.token;
      const asked = { token: Promise.resolve(""), renewAt: Number.POSITIVE_INFINITY };
      asked.token = askToken(options).then(
        ({ token, expiresInMs }) => {
          // A token shorter than the margin is used for half its life rather than renewed on every call.
          const usableMs = Math.max(expiresInMs - renewBeforeMs, expiresInMs / 2);
          asked.renewAt = options.clock.now().getTime() + usableMs;
          return token;
        },
        (error) => {
          if (held === asked) held = null;
          throw error;
        },
      );
      held = asked;
      return asked.token;
    },

    /** Forgets a token that was refused, unless a newer one has taken its place. */
    async forget(refused: string): Promise<void> {
      const current = held;
      if (current && (await current.token.catch(() => refused)) === refused && held === current) held = null;
    },
  };
}

async function askToken(options: AccessTokenOptions): Promise<{ token: string; expiresInMs: number }> {
  const credentials = Buffer.from(`${options.clientId}:${options.clientSecret}`).toString("base64");
  const answer = await request(
    new URL("oauth/access-token", options.baseUrl),
    {
      method: "POST",
      headers: { "content-type": "application/json", authorization: `Basic ${credentials}` },
      body: JSON.stringify({ grant_type: "client_credentials" }),
    },
    { ...options.limits, maxBytes: 65_536 },
  );
  if (answer.status === 401 || answer.status === 403 || answer.status === 400) {
    throw new DomainError("anbima.forbidden", { at: "token", httpStatus: answer.status });
  }
  if (answer.status < 200 || answer.status > 299) {
    throw new DomainError("anbima.unavailable", { at: "token", httpStatus: answer.status });
  }
  const parsed = tokenAnswer.safeParse(jsonOf(answer.body));
  if (!parsed.success) throw new DomainError("anbima.invalid_answer", { at: "token" });
  return { token: parsed.data.access_token, expiresInMs: parsed.data.expires_in * 1000 };
}

function jsonOf(body: Uint8Array): unknown {
  try {
    return JSON.parse(Buffer.from(body).toString("utf8"));
  } catch {
    return null;
  }
}
