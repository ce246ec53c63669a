"use client";

import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useTranslations } from "next-intl";
import type { Capability } from "#server/kernel/capabilities";
import { Failure } from "../layout/failure";
import { useTRPC } from "../layout/trpc";
import { Section } from "../ui/section";
import { Skeleton } from "../ui/skeleton";
import { useToasts } from "../ui/toast";
import { CreateToken } from "./create-token";
import { TokenTable } from "./token-table";

/** One's own tokens for the API. */
export function TokenSection({ own }: { own: readonly Capability[] }) {
  const t = useTranslations("tokens");
  const trpc = useTRPC();
  const queryClient = useQueryClient();
  const toasts = useToasts();
  const list = useQuery(trpc.tokens.list.queryOptions());
  const revoke = useMutation(
    trpc.tokens.revoke.mutationOptions({
      onSuccess: async () => {
        toasts.add({ title: t("revoked") });
        await queryClient.invalidateQueries();
      },
    }),
  );
  return (
    <Section title={t("title")} actions={<CreateToken own={own} />}>
      <p className="border-b border-line px-4 py-2 text-muted">
        {t.rich("description", {
          docs: (text) => (
            <a href="/api/docs" className="text-accent underline">
              {text}
            </a>
          ),
        })}
      </p>
      {list.isError ? <Failure error={list.error} retry={() => list.refetch()} /> : null}
      {list.isPending ? <Skeleton className="m-4 h-20" /> : null}
      {list.data ? (
        <TokenTable
          tokens={list.data}
          onRevoke={(tokenId, reason) => revoke.mutateAsync({ tokenId, reason })}
        />
      ) : null}
    </Section>
  );
}
