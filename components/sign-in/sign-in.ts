import { postToAuth } from "./post-to-auth";

export type Failure = { kind: "credentials" | "code" | "limited" | "unreachable"; retryAfterS: number };
export type SignInAnswer = "in" | "code" | Failure;
export type Identity = { email: string; password: string } | { role: string };

/** Tries to sign in; `code` when the second step is still to come. */
export async function tryToSignIn(identity: Identity, code?: string): Promise<SignInAnswer> {
  const path = "role" in identity ? "callback/demonstration" : "callback/credentials";
  try {
    const { ok, error } = await postToAuth(path, { ...identity, ...(code ? { code } : {}) });
    if (ok) return "in";
    const [name, seconds] = (error ?? "CredentialsSignin").split(" ");
    const retryAfterS = Number(seconds ?? 60) || 60;
    if (name === "auth.code_required") return "code";
    if (name === "auth.code_wrong") return { kind: "code", retryAfterS: 0 };
    if (name === "auth.rate_limited") return { kind: "limited", retryAfterS };
    return { kind: name === "CredentialsSignin" ? "credentials" : "unreachable", retryAfterS: 0 };
  } catch {
    return { kind: "unreachable", retryAfterS: 0 };
  }
}
