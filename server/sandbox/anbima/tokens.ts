import { createHash, randomBytes, timingSafeEqual } from "node:crypto";
import type { IncomingHttpHeaders } from "node:http";
import { z } from "zod";
import type { Clock } from "#server/kernel/context";
import { type Exchange, Refusal, readJson, sendJson } from "../exchange";

const expiresInSeconds = 3600;
const tokensMax = 10_000;
const grant = z.looseObject({ grant_type: z.literal("client_credentials") });

/** `POST /oauth/access-token` and the check of `client_id` and `access_token` on every feed call. */
export function createTokens(clientId: string, clientSecret: string, clock: Clock) {
  const expiryByToken = new Map<string, number>();

  return {
    /** @throws Refusal 401 for wrong credentials, 400 for another grant */
    async issue(exchange: Exchange): Promise<void> {
      if (!isSame(exchange.request.headers.authorization ?? "", basic(clientId, clientSecret))) {
        throw new Refusal(401, "Invalid client credentials");
      }
      if (!grant.safeParse(await readJson(exchange.request)).success)
        throw new Refusal(400, "Unsupported grant_type");
      const token = randomBytes(9).toString("base64url");
      if (expiryByToken.size >= tokensMax) expiryByToken.delete(expiryByToken.keys().next().value ?? "");
      expiryByToken.set(token, clock.now().getTime() + expiresInSeconds * 1000);
      sendJson(exchange, 200, {
        token_type: "access_token",
        access_token: token,
        expires_in: expiresInSeconds,
      });
    },

    accepts(headers: IncomingHttpHeaders): boolean {
      if (!isSame(String(headers.client_id ?? ""), clientId)) return false;
      const expiry = expiryByToken.get(String(headers.access_token ?? ""));
      return expiry !== undefined && expiry > clock.now().getTime();
    },

    /** What the service does when it says 401 to a token that was good. */
    revoke(headers: IncomingHttpHeaders): void {
      expiryByToken.delete(String(headers.access_token ?? ""));
    },

    revokeAll(): void {
      expiryByToken.clear();
    },
  };
}
export type Tokens = ReturnType<typeof createTokens>;

function basic(clientId: string, clientSecret: string): string {
  return `Basic ${Buffer.from(`${clientId}:${clientSecret}`).toString("base64")}`;
}

function isSame(given: string, expected: string): boolean {
  const digest = (text: string): Buffer => createHash("sha256").update(text).digest();
  return timingSafeEqual(digest(given), digest(expected));
}
