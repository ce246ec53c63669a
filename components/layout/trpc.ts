import { createTRPCClient, httpBatchLink, httpLink, splitLink } from "@trpc/client";
import type { inferRouterOutputs } from "@trpc/server";
import { createTRPCContext } from "@trpc/tanstack-react-query";
import type { AppRouter } from "#server/trpc/root";
import { transformer } from "#server/trpc/transformer";

export const { TRPCProvider, useTRPC, useTRPCClient } = createTRPCContext<AppRouter>();

const door = { url: "/api/trpc", transformer, headers: { "x-lastro": "1" } };

/** Questions of one moment go together and are answered together, but for those asked {@link alone}. */
export function makeTrpcClient() {
  return createTRPCClient<AppRouter>({
    links: [
      splitLink({
        condition: ({ context }) => context.isAlone === true,
        true: httpLink(door),
        false: httpBatchLink({ ...door, maxURLLength: 4000 }),
      }),
    ],
  });
}

/** For what takes long or is waited for first: neither waits for the other's answer. */
export const alone = { trpc: { context: { isAlone: true } } };

/** What each procedure answers, as it arrives in the browser. */
export type RouterOutput = inferRouterOutputs<AppRouter>;
