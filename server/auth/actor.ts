import { findSessionActor, type SessionClaim } from "#server/domain/users/index";
import { systemActor } from "#server/infra/context";
import { webCtx } from "#server/infra/web-context";
import type { Actor } from "#server/kernel/actor";
import { newId } from "#server/kernel/id";
import { cookieNames } from "./cookies";
import { readSessionToken } from "./session-token";

/** Who makes this request, by its session row, read anew every time; null: nobody who is signed in. */
export async function getActor(request: Request): Promise<Actor | null> {
  return actorOfCookie(readCookie(request.headers.get("cookie"), cookieNames().session));
}

/** The same for a page, which has the cookie's value already. */
export async function actorOfCookie(value: string | undefined): Promise<Actor | null> {
  const claim = await readSessionToken(value);
  return claim && actorOfClaim(claim);
}

function actorOfClaim(claim: SessionClaim): Promise<Actor | null> {
  return webCtx({ ...systemActor("session"), funds: [] }, newId()).transaction((tx) =>
    findSessionActor(tx, claim),
  );
}

function readCookie(header: string | null, name: string): string | undefined {
  for (const part of header?.split(";") ?? []) {
    const [key, ...value] = part.trim().split("=");
    if (key === name) return value.join("=");
  }
  return undefined;
}
