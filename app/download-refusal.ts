import type { ErrorKind } from "#server/kernel/errors";

/** Why a download was not begun, and what a program is answered. */
const statuses = {
  forbidden: 403,
  missing: 404,
  invalid: 400,
  too_large: 413,
  busy: 503,
  unavailable: 503,
} as const;
export type DownloadRefusal = keyof typeof statuses;
export const downloadRefusals = Object.keys(statuses) as DownloadRefusal[];

const ofKinds: Partial<Record<ErrorKind, DownloadRefusal>> = {
  not_found: "missing",
  forbidden: "forbidden",
  invalid: "invalid",
};

export function refusalOf(kind: ErrorKind): DownloadRefusal {
  return ofKinds[kind] ?? "unavailable";
}

type Told = { requestId: string /** The page to go back to. */; back: string };

/**
 * A download begins by leaving the page, so that a refusal without a body would be a blank one: a person is
 * led to a page that says why and leads back, a program gets the status.
 */
export function refuseDownload(request: Request, why: DownloadRefusal, { requestId, back }: Told): Response {
  const query = new URLSearchParams({ motivo: why, voltar: back, pedido: requestId });
  return answer(request, statuses[why], `/download-recusado?${query}`, requestId);
}

/** Nobody is signed in: the page they come from asks who they are, and leads there again. */
export function refuseStranger(request: Request, { requestId, back }: Told): Response {
  return answer(request, 401, back, requestId);
}

function answer(request: Request, status: number, location: string, requestId: string): Response {
  const headers: Record<string, string> = { "x-request-id": requestId, "cache-control": "no-store" };
  if (status === 503) headers["retry-after"] = "10";
  const isPerson = request.headers.get("accept")?.includes("text/html") ?? false;
  return isPerson
    ? new Response(null, { status: 303, headers: { ...headers, location } })
    : new Response(null, { status, headers });
}
