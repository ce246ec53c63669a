/** Asks next-auth for something that changes state, with the token that proves the request is ours. */
export async function postToAuth(
  path: "signout" | "callback/credentials" | "callback/demonstration",
  fields: Record<string, string>,
): Promise<{ ok: boolean; error: string | null }> {
  const { csrfToken } = (await (await fetch("/api/auth/csrf")).json()) as { csrfToken: string };
  const response = await fetch(`/api/auth/${path}`, {
    method: "POST",
    body: new URLSearchParams({ ...fields, csrfToken, json: "true" }),
  });
  const { url } = (await response.json().catch(() => ({}))) as { url?: string };
  const error = url ? new URL(url, window.location.href).searchParams.get("error") : null;
  return { ok: response.ok && error === null, error };
}
