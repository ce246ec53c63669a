import { encode } from "next-auth/jwt";
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { clientAddress } from "./client-address";

beforeEach(() => {
  vi.resetModules();
  vi.stubEnv("DATABASE_URL", "postgresql://lastro_web:x@127.0.0.1:1/lastro");
  vi.stubEnv("NEXTAUTH_SECRET", "um segredo de teste com mais de 32 letras");
});
afterEach(() => vi.unstubAllEnvs());

async function under(publicUrl: string) {
  vi.stubEnv("PUBLIC_URL", publicUrl);
  return {
    ...(await import("./cookies")),
    ...(await import("./options")),
    ...(await import("./same-origin")),
    ...(await import("./session-token")),
  };
}

describe("cookies", () => {
  test("are bound to the host under https, and still work over plain http", async () => {
    const https = await under("https://lastro.exemplo.test");
    expect(https.cookieNames().session).toMatch(/^__Host-/);
    expect(https.cookieOptions().sessionToken).toMatchObject({
      options: { httpOnly: true, secure: true, sameSite: "lax", path: "/" },
    });
    vi.resetModules();
    const http = await under("http://localhost:3000");
    expect(http.cookieNames().session).not.toMatch(/^__/);
    expect(http.cookieOptions().sessionToken).toMatchObject({ options: { httpOnly: true, secure: false } });
  });

  test("a session cookie that we did not seal, or was damaged, claims nothing", async () => {
    const { readSessionToken } = await under("http://localhost:3000");
    const token = { sub: "u", sid: "s", sver: 1 };
    const ours = await encode({ token, secret: "um segredo de teste com mais de 32 letras" });
    const foreign = await encode({ token, secret: "outro segredo de teste com mais de 32" });
    expect(await readSessionToken(ours)).toEqual({ userId: "u", sessionId: "s", sessionVersion: 1 });
    for (const bad of [foreign, `${ours.slice(0, -2)}xx`, "", "a.b.c", "x".repeat(5000), undefined]) {
      expect(await readSessionToken(bad)).toBeNull();
    }
  });
});

describe("where requests come from and go to", () => {
  test("the way back stays on this site, however it is written", async () => {
    const { allowedRedirect } = await under("https://lastro.exemplo.test");
    const home = "https://lastro.exemplo.test";
    expect(allowedRedirect("/operacoes?q=1")).toBe(`${home}/operacoes?q=1`);
    for (const evil of [
      "//mal.test",
      "https://mal.test",
      "https://lastro.exemplo.test.mal.test",
      "javascript:alert(1)",
      "http://lastro.exemplo.test",
    ]) {
      expect(allowedRedirect(evil), evil).toBe(home);
    }
  });

  test("a change is only taken from our own origin", async () => {
    const { isSameOrigin } = await under("https://lastro.exemplo.test");
    const from = (headers: Record<string, string>) =>
      isSameOrigin(new Headers({ host: "lastro.exemplo.test", ...headers }));
    expect(from({ "sec-fetch-site": "same-origin" })).toBe(true);
    expect(from({ "sec-fetch-site": "cross-site", origin: "https://lastro.exemplo.test" })).toBe(false);
    expect(from({ "sec-fetch-site": "same-site" })).toBe(false);
    expect(from({ origin: "https://lastro.exemplo.test" })).toBe(true);
    expect(from({ origin: "https://mal.test" })).toBe(false);
    expect(from({ origin: "null" })).toBe(false);
  });

  test("the address is the one the nearest proxy saw, not what the caller wrote before it", () => {
    expect(clientAddress(new Headers({ "x-forwarded-for": "1.1.1.1, 2.2.2.2" }))).toBe("2.2.2.2");
    expect(clientAddress(new Headers({ "x-forwarded-for": "::ffff:10.0.0.7" }))).toBe("10.0.0.7");
    expect(clientAddress(new Headers())).toBe("unknown");
  });
});
