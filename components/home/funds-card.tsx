"use client";

import { useQuery } from "@tanstack/react-query";
import Link from "next/link";
import { useTranslations } from "next-intl";
import { FundTable } from "../funds/fund-table";
import { Failure } from "../layout/failure";
import { useFundScope } from "../layout/fund-scope";
import { useTRPC } from "../layout/trpc";
import { Skeleton } from "../ui/skeleton";

const shownMax = 12;

/** The funds in view with their cash and how it moved in thirty days. */
export function FundsCard() {
  const t = useTranslations("home");
  const trpc = useTRPC();
  const [fundCode] = useFundScope();
  const funds = useQuery({ ...trpc.funds.list.queryOptions(), refetchInterval: 30_000 });
  if (funds.isError) return <Failure error={funds.error} retry={() => funds.refetch()} />;
  if (funds.isPending) return <Skeleton className="h-40" />;
  const shown = funds.data.filter(({ code }) => fundCode === null || code === fundCode);
  return (
    <section className="flex min-w-0 flex-col gap-2">
      <div className="flex items-baseline justify-between gap-3">
        <h2 className="text-lg font-semibold">{t("funds")}</h2>
        <Link href="/fundos" className="text-accent hover:underline">
          {t("allFunds")}
        </Link>
      </div>
      {shown.length === 0 ? (
        <p className="text-muted">{t("noFunds")}</p>
      ) : (
        <FundTable funds={shown.slice(0, shownMax)} />
      )}
    </section>
  );
}
