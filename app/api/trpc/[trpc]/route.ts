import { fetchRequestHandler } from "@trpc/server/adapters/fetch";
import { getActor, isSameOrigin } from "#server/auth/index";
import { webCtx } from "#server/infra/web-context";
import { newId } from "#server/kernel/id";
import { toTrpcError } from "#server/trpc/errors";
import { appRouter } from "#server/trpc/root";
import { defaultLocale, type Locale, localeCookie, locales } from "../../../../messages/locales";

/**
 * The screens' door. A form on another site can send neither this header nor this content type without
 * the browser asking first, and is refused by its origin besides.
 */
async function handle(request: Request): Promise<Response> {
  const requestId = newId();
  if (!isOurs(request)) return Response.json({ error: "forbidden", requestId }, { status: 403 });
  const response = await fetchRequestHandler({
    endpoint: "/api/trpc",
    req: request,
    router: appRouter,
    createContext: async () => {
      const actor = await getActor(request).catch((error: unknown) => {
        throw toTrpcError(error);
      });
      return { ctx: actor && webCtx(actor, requestId), requestId, language: languageOf(request) };
    },
  });
  response.headers.set("x-request-id", requestId);
  return response;
}

/** The language that the screens are read in, as their cookie says. */
function languageOf({ headers }: Request): Locale {
  const cookies = (headers.get("cookie") ?? "").split(/;\s*/);
  return locales.find((locale) => cookies.includes(`${localeCookie}=${locale}`)) ?? defaultLocale;
}

function isOurs({ method, headers }: Request): boolean {
  if (headers.get("x-lastro") !== "1" || !isSameOrigin(headers)) return false;
  return method === "GET" || headers.get("content-type")?.split(";")[0] === "application/json";
}

export { handle as GET, handle as POST };
