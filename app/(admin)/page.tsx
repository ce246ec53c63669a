import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { type ReactNode, Suspense } from "react";
import { AttentionCard } from "../../components/home/attention-card";
import { ExecutedChart } from "../../components/home/executed-chart";
import { FundsCard } from "../../components/home/funds-card";
import { LastFiles } from "../../components/home/last-files";
import { PriceSourceCard } from "../../components/home/price-source-card";
import { ProcessingCard } from "../../components/home/processing-card";
import { StandingCard } from "../../components/home/standing-card";
import { PageHeader } from "../../components/layout/page-header";
import { Skeleton } from "../../components/ui/skeleton";
import { Part, requireRight } from "../page-data";
import { Words } from "../words";

type Search = { searchParams: Promise<{ fundo?: string | string[] }> };

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("home"))("title") };
}

/** Each card reads for itself and arrives when it is there; a slow one holds up nothing. */
export default async function HomePage({ searchParams }: Search) {
  await requireRight("fund:read");
  const { fundo } = await searchParams;
  const fundCode = typeof fundo === "string" && fundo ? fundo.slice(0, 32) : null;
  const t = await getTranslations("home");
  return (
    <Words of={["files", "funds", "home"]}>
      <PageHeader title={t("title")} description={t("description")} />
      <div className="grid grid-cols-1 gap-5 xl:grid-cols-2">
        <AttentionCard />
        <Card
          height="h-44"
          read={({ trpc, queryClient }) => [
            queryClient.prefetchQuery(trpc.home.processing.queryOptions({ fundCode })),
          ]}
        >
          <ProcessingCard />
        </Card>
        <div className="min-w-0 xl:col-span-2">
          <Card
            height="h-32"
            read={({ trpc, queryClient }) => [
              queryClient.prefetchQuery(trpc.operations.counts.queryOptions({ fundCode })),
            ]}
          >
            <StandingCard />
          </Card>
        </div>
        <Card
          height="h-80"
          read={({ trpc, queryClient }) => [
            queryClient.prefetchQuery(trpc.home.executed.queryOptions({ fundCode, days: 30 })),
          ]}
        >
          <ExecutedChart />
        </Card>
        <Card
          height="h-80"
          read={({ trpc, queryClient }) => [
            queryClient.prefetchQuery(trpc.home.calls.queryOptions({ minutes: 60 })),
          ]}
        >
          <PriceSourceCard />
        </Card>
        <div className="min-w-0 xl:col-span-2">
          <Card
            height="h-64"
            read={({ trpc, queryClient }) => [
              queryClient.prefetchQuery(trpc.funds.list.queryOptions()),
              queryClient.prefetchQuery(trpc.funds.sparklines.queryOptions()),
            ]}
          >
            <FundsCard />
          </Card>
        </div>
        <div className="min-w-0 xl:col-span-2">
          <Card
            height="h-64"
            read={({ trpc, queryClient }) => [
              queryClient.prefetchQuery(trpc.imports.list.queryOptions({ limit: 5 })),
            ]}
          >
            <LastFiles />
          </Card>
        </div>
      </div>
    </Words>
  );
}

function Card({
  height,
  read,
  children,
}: {
  height: string;
  read: Parameters<typeof Part>[0]["read"];
  children: ReactNode;
}) {
  return (
    <Suspense fallback={<Skeleton className={height} />}>
      <Part read={read}>{children}</Part>
    </Suspense>
  );
}
