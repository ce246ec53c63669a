import { getActor, isSameOrigin } from "#server/auth/index";
import { diagnoseHead } from "#server/domain/imports/index";
import { diagnosisBytes, readingInput } from "#server/domain/imports/schemas";
import { webCtx } from "#server/infra/web-context";
import { errorTexts } from "#server/kernel/error-texts";
import { newId } from "#server/kernel/id";
import { readDomainError } from "#server/trpc/errors";

/**
 * How the first bytes of a file on a person's disk would be read; nothing is kept. The body is those
 * bytes, `fundo` the id of the fund of lines that name none, `leitura` what the person corrected, as JSON.
 */
export async function POST(request: Request): Promise<Response> {
  const actor = await getActor(request);
  if (!actor) return new Response(null, { status: 401 });
  if (!isSameOrigin(request.headers) || !actor.capabilities.has("import:create"))
    return new Response(null, { status: 403 });
  const asked = readQuery(new URL(request.url).searchParams);
  if (!asked) return new Response(null, { status: 422 });
  const head = await readAtMost(request, diagnosisBytes);
  if (!head) return new Response(null, { status: 413 });
  try {
    const diagnosis = await diagnoseHead(webCtx(actor, newId()), { head, ...asked });
    return Response.json(diagnosis, { headers: { "cache-control": "no-store" } });
  } catch (error) {
    const { code, kind } = readDomainError(error);
    const status = kind === "not_found" ? 404 : 503;
    return Response.json({ code, ...errorTexts[code] }, { status });
  }
}

function readQuery(params: URLSearchParams) {
  const fundId = params.get("fundo") || null;
  if (fundId && !/^[0-9a-f-]{36}$/i.test(fundId)) return null;
  try {
    const reading = readingInput.safeParse(JSON.parse(params.get("leitura") || "{}"));
    return reading.success ? { fundId, reading: reading.data } : null;
  } catch {
    return null;
  }
}

/** The body, or null when it is longer: somebody sends a whole file. */
async function readAtMost(request: Request, limit: number): Promise<Uint8Array | null> {
  const parts: Uint8Array[] = [];
  let size = 0;
  for await (const part of request.body ?? []) {
    size += part.byteLength;
    if (size > limit) return null;
    parts.push(part);
  }
  return Buffer.concat(parts);
}
