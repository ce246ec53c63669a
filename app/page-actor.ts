import { cookies } from "next/headers";
import { cache } from "react";
import { actorOfCookie, cookieNames } from "#server/auth/index";
import type { Actor } from "#server/kernel/actor";

/** Who looks at this page; asked once per request, however many parts of it want to know. */
export const findActor = cache(
  async (): Promise<Actor | null> => actorOfCookie((await cookies()).get(cookieNames().session)?.value),
);
