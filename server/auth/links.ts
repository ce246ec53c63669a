import { z } from "zod";
import { acceptInvitation, findLink, requestPassword, resetPassword } from "#server/domain/users/index";
import { acceptance, email, linkRef, passwordReset } from "#server/domain/users/schemas";
import { systemActor } from "#server/infra/context";
import { webCtx } from "#server/infra/web-context";
import type { Ctx } from "#server/kernel/context";
import { DomainError, type ErrorKind } from "#server/kernel/errors";
import { newId } from "#server/kernel/id";
import { readDomainError } from "#server/trpc/errors";
import { clientAddress } from "./client-address";
import { keyedHash } from "./environment";
import { isSameOrigin } from "./same-origin";

// What people do before they can sign in. The link's secret travels after the `#` of the page's address,
// which browsers send nobody, and from there in a body: no log and no referrer holds it.

/** `POST { token }`: whose invitation this is. `PUT { token, name, password }`: accepts it. */
export async function answerInvitation(request: Request): Promise<Response> {
  if (request.method === "PUT")
    return answer(request, acceptance, async (ctx, input) => acceptInvitation(ctx, input));
  return answer(request, linkRef, (ctx, { token }) => openLink(ctx, "INVITATION", token));
}

/** `POST { token }`: whose forgotten password this is. `PUT { token, password }`: sets the new one. */
export async function answerPassword(request: Request): Promise<Response> {
  if (request.method === "PUT")
    return answer(request, passwordReset, async (ctx, input) => {
      await resetPassword(ctx, input);
      return {};
    });
  return answer(request, linkRef, (ctx, { token }) => openLink(ctx, "PASSWORD", token));
}

/** `POST { email }`: mails a link, if somebody has the address; the answer does not tell. */
export async function answerPasswordRequest(request: Request): Promise<Response> {
  return answer(request, z.strictObject({ email }), async (ctx, input) => {
    await requestPassword(ctx, {
      ...input,
      emailHash: keyedHash("email", `reset:${input.email}`),
      addressHash: keyedHash("address", `reset:${clientAddress(request.headers)}`),
    });
    return {};
  });
}

async function openLink(ctx: Ctx, kind: "INVITATION" | "PASSWORD", token: string) {
  const link = await ctx.transaction((tx) => findLink(tx, kind, token));
  if (!link) throw new DomainError("link.invalid");
  return { email: link.email, name: link.name };
}

const statuses: Record<ErrorKind, number> = {
  invalid: 422,
  not_found: 404,
  conflict: 409,
  forbidden: 403,
  unavailable: 503,
  unexpected: 500,
};

async function answer<Input>(
  request: Request,
  schema: z.ZodType<Input>,
  run: (ctx: Ctx, input: Input) => Promise<object>,
): Promise<Response> {
  const requestId = newId();
  if (!isOurs(request)) return Response.json({ code: "auth.denied", requestId }, { status: 403 });
  const ctx = webCtx({ ...systemActor("link"), funds: [] }, requestId);
  try {
    const input = schema.parse(await readBody(request));
    return Response.json(await run(ctx, input));
  } catch (error) {
    const known = readDomainError(error);
    const fields = { requestId, code: known.code, error: known.cause ?? known };
    if (known.kind === "unexpected") ctx.log.error(fields, "link failed");
    else ctx.log.info(fields, "link refused");
    const details = known.kind === "unexpected" ? {} : known.details;
    return Response.json({ code: known.code, details, requestId }, { status: statuses[known.kind] });
  }
}

function isOurs({ headers }: Request): boolean {
  return (
    headers.get("x-lastro") === "1" &&
    isSameOrigin(headers) &&
    headers.get("content-type")?.split(";")[0] === "application/json"
  );
}

const bodyBytesMax = 4_096;

async function readBody(request: Request): Promise<unknown> {
  if (Number(request.headers.get("content-length") ?? 0) > bodyBytesMax)
    throw new DomainError("input.invalid");
  const text = await request.text();
  if (text.length > bodyBytesMax) throw new DomainError("input.invalid");
  try {
    return JSON.parse(text);
  } catch {
    throw new DomainError("input.invalid");
  }
}
