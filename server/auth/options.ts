import type { NextAuthOptions } from "next-auth";
import CredentialsProvider from "next-auth/providers/credentials";
import { endSession, type OpenedSession, sessionHoursMax, signIn } from "#server/domain/users/index";
import { credentials } from "#server/domain/users/schemas";
import { systemActor } from "#server/infra/context";
import { demoEmails, demoPassword } from "#server/infra/demonstration";
import { readEnv } from "#server/infra/env";
import { webCtx } from "#server/infra/web-context";
import { roles } from "#server/kernel/capabilities";
import { asDomainError } from "#server/kernel/errors";
import { newId } from "#server/kernel/id";
import { clientAddress } from "./client-address";
import { cookieOptions } from "./cookies";
import { keyedHash, webEnv } from "./environment";
import { claimOf } from "./session-token";

/** next-auth with e-mail and password. The token only names a session row; the row decides. */
export function authOptions(headers: Headers): NextAuthOptions {
  const { secret, isHttps } = webEnv();
  const maxAge = sessionHoursMax * 3600;
  return {
    secret,
    useSecureCookies: isHttps,
    cookies: cookieOptions(),
    pages: { signIn: "/entrar", signOut: "/entrar", error: "/entrar" },
    session: { strategy: "jwt", maxAge },
    jwt: { maxAge },
    providers: [
      CredentialsProvider({
        credentials: { email: {}, password: {}, code: {} },
        authorize: (given) => authorize(given, headers),
      }),
      CredentialsProvider({
        id: "demonstration",
        credentials: { role: {}, code: {} },
        authorize: (given) => authorizeProfile(given, headers),
      }),
    ],
    callbacks: {
      jwt: ({ token, user }) => (user ? sealed(user as unknown as OpenedSession) : token),
      session: ({ session }) => ({ ...session, user: {} }),
      redirect: ({ url }) => allowedRedirect(url),
    },
    events: { signOut: ({ token }) => closeSession(token) },
    logger: { error: () => undefined, warn: () => undefined, debug: () => undefined },
  };
}

function sealed(session: OpenedSession) {
  return { sub: session.userId, sid: session.sessionId, sver: session.sessionVersion };
}

async function authorize(given: Record<string, unknown> | undefined, headers: Headers) {
  const parsed = credentials.safeParse(given);
  if (!parsed.success) return null;
  const ctx = webCtx(systemActor("sign-in"), newId());
  try {
    const session = await signIn(ctx, {
      ...parsed.data,
      emailHash: keyedHash("email", parsed.data.email),
      addressHash: keyedHash("address", clientAddress(headers)),
      userAgent: headers.get("user-agent"),
    });
    return session && { id: session.userId, ...session };
  } catch (error) {
    const known = asDomainError(error);
    if (known.code === "auth.code_required") throw new Error(known.code);
    ctx.log.warn(
      { requestId: ctx.requestId, code: known.code, error: known.cause ?? known },
      "sign-in refused",
    );
    const { retryAfterS } = known.details;
    throw new Error(typeof retryAfterS === "number" ? `${known.code} ${retryAfterS}` : known.code);
  }
}

/**
 * A profile of the demonstration, by one click, where this is one. Whose password was changed signs in
 * with the new one like everybody.
 */
async function authorizeProfile(given: Record<string, unknown> | undefined, headers: Headers) {
  const role = roles.find((known) => known === given?.role);
  if (!webEnv().isDemonstration || !role) return null;
  const email = demoEmails[role];
  const code = typeof given?.code === "string" ? { code: given.code } : {};
  return authorize({ email, password: demoPassword(readEnv(), email), ...code }, headers);
}

async function closeSession(token: unknown): Promise<void> {
  const claim = claimOf(token);
  if (!claim) return;
  const actor = {
    ...systemActor("sign-out"),
    kind: "user",
    id: claim.userId,
    userId: claim.userId,
    funds: [],
  } as const;
  await webCtx(actor, newId()).transaction((tx) => endSession(tx, claim));
}

/** Only pages of this site: a path, or an address on our own origin. */
export function allowedRedirect(target: string): string {
  const { publicUrl } = webEnv();
  try {
    const url = new URL(target, publicUrl);
    return url.origin === new URL(publicUrl).origin ? url.toString() : publicUrl;
  } catch {
    return publicUrl;
  }
}
