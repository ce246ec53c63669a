import { dehydrate, HydrationBoundary } from "@tanstack/react-query";
import { createTRPCOptionsProxy } from "@trpc/tanstack-react-query";
import { headers } from "next/headers";
import { forbidden, notFound, redirect } from "next/navigation";
import { getLocale } from "next-intl/server";
import { cache, type ReactNode } from "react";
import { webCtx } from "#server/infra/web-context";
import type { Actor } from "#server/kernel/actor";
import type { Capability } from "#server/kernel/capabilities";
import { newId } from "#server/kernel/id";
import { readDomainError } from "#server/trpc/errors";
import { appRouter } from "#server/trpc/root";
import { makeQueryClient } from "../components/layout/query-client";
import type { Locale } from "../messages/locales";
import { findActor } from "./page-actor";

/** Who is signed in, or the sign-in page with the way back. Who must set the second factor up is led there. */
export async function requireActor(): Promise<Actor> {
  const actor = await findActor();
  const path = (await headers()).get("x-path") ?? "/";
  if (actor?.mustEnrol && !path.startsWith("/perfil")) redirect("/perfil");
  if (actor) return actor;
  redirect(path === "/" ? "/entrar" : `/entrar?voltar=${encodeURIComponent(path)}`);
}

/** The same, with a right; without it the page says which one is missing. */
export async function requireRight(capability: Capability): Promise<Actor> {
  const actor = await requireActor();
  if (!actor.capabilities.has(capability)) forbidden();
  return actor;
}

/** The screens' own procedures, called without the network, filling a cache that travels with the page. */
export const pageData = cache(openData);

async function openData() {
  const actor = await requireActor();
  const queryClient = makeQueryClient();
  const requestId = newId();
  const trpc = createTRPCOptionsProxy({
    ctx: { ctx: webCtx(actor, requestId), requestId, language: (await getLocale()) as Locale },
    router: appRouter,
    queryClient,
  });
  return { actor, trpc, queryClient };
}

type PageData = Awaited<ReturnType<typeof openData>>;

/** A part of a page that reads for itself: inside a Suspense it arrives when it is there, and holds up nothing. */
export async function Part({
  read,
  children,
}: {
  read: (data: PageData) => Promise<unknown>[];
  children: ReactNode;
}) {
  const data = await openData();
  await Promise.all(read(data));
  return <HydrationBoundary state={dehydrate(data.queryClient)}>{children}</HydrationBoundary>;
}

/** Sends along what `pageData` has read. */
export async function Hydrate({ children }: { children: ReactNode }) {
  const { queryClient } = await pageData();
  return <HydrationBoundary state={dehydrate(queryClient)}>{children}</HydrationBoundary>;
}

/** Runs a read that the page cannot do without: what does not exist, or not for this person, is a 404. */
export async function orNotFound<T>(read: Promise<T>): Promise<T> {
  try {
    return await read;
  } catch (error) {
    const { kind } = readDomainError(error);
    if (kind === "not_found" || kind === "invalid") notFound();
    if (kind === "forbidden") forbidden();
    throw error;
  }
}
