"use client";

import { CSPProvider } from "@base-ui/react/csp-provider";
import { QueryClientProvider } from "@tanstack/react-query";
import { useTranslations } from "next-intl";
import { NuqsAdapter } from "nuqs/adapters/next/app";
import { type ReactNode, useState } from "react";
import { ToastRegion } from "../ui/toast";
import { makeQueryClient } from "./query-client";
import { makeTrpcClient, TRPCProvider } from "./trpc";

/** What every page behind the sign-in stands on in the browser. */
export function Providers({ nonce, children }: { nonce: string | undefined; children: ReactNode }) {
  const t = useTranslations("app");
  const [queryClient] = useState(makeQueryClient);
  const [trpcClient] = useState(makeTrpcClient);
  return (
    <CSPProvider nonce={nonce}>
      <NuqsAdapter>
        <QueryClientProvider client={queryClient}>
          <TRPCProvider queryClient={queryClient} trpcClient={trpcClient}>
            <ToastRegion label={t("notifications")} closeLabel={t("close")}>
              {children}
            </ToastRegion>
          </TRPCProvider>
        </QueryClientProvider>
      </NuqsAdapter>
    </CSPProvider>
  );
}
