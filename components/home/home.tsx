"use client";

import { useQuery } from "@tanstack/react-query";
import Link from "next/link";
import { useLocale, useTranslations } from "next-intl";
import { FundTable } from "../funds/fund-list";
import { UploadTable } from "../imports/upload-list";
import { Failure } from "../layout/failure";
import { useTRPC } from "../layout/trpc";
import { type StatusKey, statuses, statusOf } from "../operations/statuses";
import { formatCount } from "../ui/format";
import { Skeleton } from "../ui/skeleton";
import { StatusBadge } from "../ui/status-badge";

/** How today is going: what waits for a person, where operations stand, the last files, the funds. */
export function Home({ canReview }: { canReview: boolean }) {
  return (
    <div className="flex flex-col gap-6">
      <Standing canReview={canReview} />
      <LastFiles />
      <Funds />
    </div>
  );
}

const shown: readonly StatusKey[] = [
  "em_revisao",
  "aguardando_preco",
  "aguardando_publicacao",
  "sem_caixa",
  "sem_posicao",
  "executada",
];

function Standing({ canReview }: { canReview: boolean }) {
  const t = useTranslations("home");
  const tOperations = useTranslations("operations");
  const locale = useLocale();
  const trpc = useTRPC();
  const counts = useQuery({ ...trpc.operations.counts.queryOptions({}), refetchInterval: 15_000 });
  const reviews = useQuery({
    ...trpc.review.counts.queryOptions({}),
    enabled: canReview,
    refetchInterval: 15_000,
  });
  if (counts.isError) return <Failure error={counts.error} retry={() => counts.refetch()} />;
  if (counts.isPending) return <Skeleton className="h-28" />;
  const totals = new Map<StatusKey, number>();
  for (const row of counts.data) totals.set(statusOf(row), (totals.get(statusOf(row)) ?? 0) + row.count);
  const waiting = (reviews.data ?? []).reduce((sum, row) => sum + row.count, 0);
  return (
    <section
      aria-label={t("standing")}
      className="grid grid-cols-1 gap-3 sm:grid-cols-2 xl:grid-cols-3 min-[100rem]:grid-cols-6"
    >
      {shown.map((status) => {
        const isReview = status === "em_revisao" && canReview;
        const count = isReview ? waiting : (totals.get(status) ?? 0);
        return (
          <Link
            key={status}
            href={isReview ? "/revisao" : `/operacoes?status=${status}`}
            className="card flex min-w-0 items-center gap-3 px-4 py-3 hover:border-line-strong"
          >
            <span className="figures min-w-14 text-right text-2xl font-semibold">
              {formatCount(count, locale)}
            </span>
            <span className="flex min-w-0 flex-col items-start gap-1">
              <StatusBadge tone={statuses[status].tone}>{tOperations(`status.${status}`)}</StatusBadge>
              <span className="text-xs text-muted">{t(`hint.${status as "em_revisao"}`)}</span>
            </span>
          </Link>
        );
      })}
    </section>
  );
}

function LastFiles() {
  const t = useTranslations("home");
  const trpc = useTRPC();
  const files = useQuery({ ...trpc.imports.list.queryOptions({ limit: 5 }), refetchInterval: 10_000 });
  if (files.isError) return <Failure error={files.error} retry={() => files.refetch()} />;
  if (files.isPending) return <Skeleton className="h-40" />;
  return (
    <section className="flex flex-col gap-2">
      <div className="flex items-baseline justify-between gap-3">
        <h2 className="text-lg font-semibold">{t("lastFiles")}</h2>
        <Link href="/arquivos" className="text-accent hover:underline">
          {t("allFiles")}
        </Link>
      </div>
      {files.data.items.length === 0 ? (
        <p className="text-muted">{t("noFiles")}</p>
      ) : (
        <UploadTable uploads={files.data.items} />
      )}
    </section>
  );
}

function Funds() {
  const t = useTranslations("home");
  const trpc = useTRPC();
  const funds = useQuery(trpc.funds.list.queryOptions());
  if (funds.isError) return <Failure error={funds.error} retry={() => funds.refetch()} />;
  if (funds.isPending) return <Skeleton className="h-40" />;
  return (
    <section className="flex flex-col gap-2">
      <div className="flex items-baseline justify-between gap-3">
        <h2 className="text-lg font-semibold">{t("funds")}</h2>
        <Link href="/fundos" className="text-accent hover:underline">
          {t("allFunds")}
        </Link>
      </div>
      {funds.data.length === 0 ? (
        <p className="text-muted">{t("noFunds")}</p>
      ) : (
        <FundTable funds={funds.data} />
      )}
    </section>
  );
}
