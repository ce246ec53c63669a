import { decode } from "next-auth/jwt";
import type { SessionClaim } from "#server/domain/users/index";
import { webEnv } from "./environment";

/** What a session cookie claims, or null when it is absent, damaged or not sealed by us. */
export async function readSessionToken(cookie: string | undefined): Promise<SessionClaim | null> {
  if (!cookie || cookie.length > 4096) return null;
  const token = await decode({ token: cookie, secret: webEnv().secret }).catch(() => null);
  return claimOf(token);
}

export function claimOf(token: unknown): SessionClaim | null {
  if (typeof token !== "object" || token === null) return null;
  const { sub, sid, sver } = token as Record<string, unknown>;
  if (typeof sub !== "string" || typeof sid !== "string" || typeof sver !== "number") return null;
  return { userId: sub, sessionId: sid, sessionVersion: sver };
}
