"use client";

import { useQuery } from "@tanstack/react-query";
import { ShieldCheck } from "lucide-react";
import { useTranslations } from "next-intl";
import { Failure } from "../layout/failure";
import { useTRPC } from "../layout/trpc";
import { EmptyState } from "../ui/empty-state";
import { Skeleton } from "../ui/skeleton";
import { RequestCard } from "./request-card";

/** What waits for a second person, and what was decided lately. */
export function RequestList({ canApprove }: { canApprove: boolean }) {
  const t = useTranslations("users.requests");
  const trpc = useTRPC();
  const list = useQuery(trpc.users.requests.queryOptions());
  if (list.isError) return <Failure error={list.error} retry={() => list.refetch()} />;
  if (list.isPending) return <Skeleton className="h-72" />;
  const { waiting, decided } = list.data;
  return (
    <div className="flex max-w-4xl flex-col gap-6">
      <section className="flex flex-col gap-3" aria-label={t("waiting")}>
        <h2 className="text-base font-semibold">{t("waiting")}</h2>
        {waiting.length === 0 ? (
          <div className="card">
            <EmptyState icon={<ShieldCheck aria-hidden />} title={t("empty")}>
              {t("emptyHint")}
            </EmptyState>
          </div>
        ) : null}
        {waiting.map((request) => (
          <RequestCard key={request.requestId} request={request} canApprove={canApprove} />
        ))}
      </section>
      {decided.length > 0 ? (
        <section className="flex flex-col gap-3" aria-label={t("decided")}>
          <h2 className="text-base font-semibold">{t("decided")}</h2>
          {decided.map((request) => (
            <RequestCard key={request.requestId} request={request} canApprove={canApprove} />
          ))}
        </section>
      ) : null}
    </div>
  );
}
