import { webEnv } from "./environment";

/**
 * Whether a request that changes something was made by our own page. Browsers cannot forge
 * `Sec-Fetch-Site`; older ones send `Origin`. With neither it is no browser, and carries no cookie of
 * a person who did not mean it.
 */
export function isSameOrigin(headers: Headers): boolean {
  const site = headers.get("sec-fetch-site");
  if (site) return site === "same-origin";
  const origin = headers.get("origin");
  if (!origin) return true;
  if (origin === webEnv().publicUrl) return true;
  try {
    return new URL(origin).host === headers.get("host");
  } catch {
    return false;
  }
}
