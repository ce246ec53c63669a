import { createTRPCClient, httpBatchLink } from "@trpc/client";
import type { inferRouterOutputs } from "@trpc/server";
import { createTRPCContext } from "@trpc/tanstack-react-query";
import type { AppRouter } from "#server/trpc/root";
import { transformer } from "#server/trpc/transformer";

export const { TRPCProvider, useTRPC } = createTRPCContext<AppRouter>();

export function makeTrpcClient() {
  return createTRPCClient<AppRouter>({
    links: [
      httpBatchLink({ url: "/api/trpc", transformer, headers: { "x-lastro": "1" }, maxURLLength: 4000 }),
    ],
  });
}

/** What each procedure answers, as it arrives in the browser. */
export type RouterOutput = inferRouterOutputs<AppRouter>;
