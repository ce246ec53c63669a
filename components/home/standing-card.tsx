"use client";

import { useQuery } from "@tanstack/react-query";
import Link from "next/link";
import { useLocale, useTranslations } from "next-intl";
import { Failure } from "../layout/failure";
import { useFundScope, withFundScope } from "../layout/fund-scope";
import { useTRPC } from "../layout/trpc";
import { type StatusKey, statuses, statusOf } from "../operations/statuses";
import { formatCount } from "../ui/format";
import { Skeleton } from "../ui/skeleton";
import { StatusBadge } from "../ui/status-badge";

const shown = [
  "em_revisao",
  "aguardando_preco",
  "aguardando_publicacao",
  "sem_caixa",
  "sem_posicao",
  "executada",
] as const satisfies readonly StatusKey[];

/** Where operations stand; each number is its list. */
export function StandingCard() {
  const t = useTranslations("home");
  const tOperations = useTranslations("operations");
  const locale = useLocale();
  const trpc = useTRPC();
  const [fundCode] = useFundScope();
  const counts = useQuery({
    ...trpc.operations.counts.queryOptions({ fundCode }),
    refetchInterval: 15_000,
  });
  if (counts.isError) return <Failure error={counts.error} retry={() => counts.refetch()} />;
  if (counts.isPending) return <Skeleton className="h-28" />;
  const totals = new Map<StatusKey, number>();
  for (const row of counts.data) totals.set(statusOf(row), (totals.get(statusOf(row)) ?? 0) + row.count);
  return (
    <section
      aria-label={t("standing")}
      className="grid grid-cols-1 gap-3 sm:grid-cols-2 xl:grid-cols-3 min-[100rem]:grid-cols-6"
    >
      {shown.map((status) => (
        <Link
          key={status}
          href={withFundScope(`/operacoes?status=${status}`, fundCode)}
          className="card flex min-w-0 items-center gap-3 px-4 py-3 hover:border-line-strong"
        >
          <span className="figures min-w-14 text-2xl font-semibold">
            {formatCount(totals.get(status) ?? 0, locale)}
          </span>
          <span className="flex min-w-0 flex-col items-start gap-1">
            <StatusBadge tone={statuses[status].tone}>{tOperations(`status.${status}`)}</StatusBadge>
            <span className="text-xs text-muted">{t(`hint.${status}`)}</span>
          </span>
        </Link>
      ))}
    </section>
  );
}
