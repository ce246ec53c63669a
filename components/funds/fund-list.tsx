"use client";

import { useQuery } from "@tanstack/react-query";
import { Landmark } from "lucide-react";
import { useTranslations } from "next-intl";
import { Failure } from "../layout/failure";
import { useFundScope } from "../layout/fund-scope";
import { useTRPC } from "../layout/trpc";
import { EmptyState } from "../ui/empty-state";
import { Skeleton } from "../ui/skeleton";
import { FundTable } from "./fund-table";

/** The funds in scope with their cash and what waits in each. */
export function FundList() {
  const t = useTranslations("funds");
  const trpc = useTRPC();
  const [fundCode] = useFundScope();
  const list = useQuery(trpc.funds.list.queryOptions());
  if (list.isError) return <Failure error={list.error} retry={() => list.refetch()} />;
  if (list.isPending) return <Skeleton className="h-64" />;
  const shown = list.data.filter(({ code }) => fundCode === null || code === fundCode);
  if (shown.length === 0) {
    return (
      <div className="card">
        <EmptyState icon={<Landmark aria-hidden />} title={t("empty")}>
          {t("emptyHint")}
        </EmptyState>
      </div>
    );
  }
  return <FundTable funds={shown} />;
}
