import { delay } from "./processes.mjs";

/** A person at a browser's HTTP level: signed in, with cookies, who tries again while the web is away. */
export type WebVisitor = {
  /** Resolves once the web answers at all; what it answers is the caller's business. */
  ask(path: string, init?: RequestInit): Promise<Response>;
};

const patienceMs = 60_000;

/** Signs in with e-mail and password as the form does. */
export async function signInTo(address: string, email: string, password: string): Promise<WebVisitor> {
  const cookies = new Map<string, string>();
  const visitor: WebVisitor = {
    async ask(path, init = {}) {
      const cookie = [...cookies].map(([name, value]) => `${name}=${value}`).join("; ");
      const headers = { origin: address, "sec-fetch-site": "same-origin", ...init.headers, cookie };
      const answer = await onceUp(() =>
        fetch(new URL(path, address), { ...init, headers, redirect: "manual" }),
      );
      for (const line of answer.headers.getSetCookie()) {
        const [, name = "", value = ""] = /^([^=]+)=([^;]*)/.exec(line) ?? [];
        cookies.set(name, value);
      }
      return answer;
    },
  };
  const { csrfToken } = (await (await visitor.ask("/api/auth/csrf")).json()) as { csrfToken: string };
  const body = new URLSearchParams({ email, password, csrfToken, json: "true" });
  await visitor.ask("/api/auth/callback/credentials", { method: "POST", body });
  return visitor;
}

async function onceUp(request: () => Promise<Response>): Promise<Response> {
  for (const deadline = Date.now() + patienceMs; ; await delay(100)) {
    try {
      return await request();
    } catch (error) {
      if (Date.now() > deadline) throw error;
    }
  }
}
