import type { CookiesOptions } from "next-auth";
import { webEnv } from "./environment";

export type CookieNames = { session: string; csrf: string; callback: string };

/** Prefixed names need https; over plain http browsers refuse them. */
export function cookieNames(isHttps: boolean = webEnv().isHttps): CookieNames {
  return isHttps
    ? { session: "__Host-lastro.sessao", csrf: "__Host-lastro.csrf", callback: "__Secure-lastro.volta" }
    : { session: "lastro.sessao", csrf: "lastro.csrf", callback: "lastro.volta" };
}

export function cookieOptions(): Partial<CookiesOptions> {
  const { isHttps } = webEnv();
  const names = cookieNames(isHttps);
  const options = { httpOnly: true, sameSite: "lax", path: "/", secure: isHttps } as const;
  return {
    sessionToken: { name: names.session, options },
    csrfToken: { name: names.csrf, options },
    callbackUrl: { name: names.callback, options },
  };
}
