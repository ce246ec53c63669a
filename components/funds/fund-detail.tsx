"use client";

import { useSuspenseQuery } from "@tanstack/react-query";
import { CircleCheck, CircleX } from "lucide-react";
import Link from "next/link";
import { useLocale, useTranslations } from "next-intl";
import { parseAsStringLiteral, useQueryState } from "nuqs";
import type { ReactNode } from "react";
import { BackLink } from "../layout/back-link";
import { PageHeader } from "../layout/page-header";
import { type RouterOutput, useTRPC } from "../layout/trpc";
import { Instant } from "../ui/date-time";
import { formatCnpj, formatDecimal } from "../ui/format";
import { Money } from "../ui/money";
import { DefinitionList, Section } from "../ui/section";
import { Tabs } from "../ui/tabs";
import { CashAt } from "./cash-at";
import { Positions } from "./positions";
import { Statement } from "./statement";

type Fund = RouterOutput["funds"]["get"];

/** A fund: what it has, proved against its ledger, how it came to that, and by which rules it works. */
export function FundDetail({ code }: { code: string }) {
  const t = useTranslations("funds");
  const trpc = useTRPC();
  const { data } = useSuspenseQuery(trpc.funds.get.queryOptions({ code }));
  const [tab, setTab] = useQueryState(
    "aba",
    parseAsStringLiteral(["razao", "posicoes", "regras"]).withDefault("razao"),
  );
  return (
    <>
      <PageHeader
        back={<BackLink href="/fundos">{t("title")}</BackLink>}
        title={data.fund.name}
        description={
          <span className="figures">
            {data.fund.code} · CNPJ {formatCnpj(data.fund.cnpj)} ·{" "}
            <Link href={`/operacoes?fundo=${code}`} className="text-accent underline underline-offset-2">
              {t("seeOperations")}
            </Link>
          </span>
        }
      />
      <div className="flex flex-col gap-5">
        <Balances accounts={data.accounts} readAt={data.readAt} />
        <Tabs
          label={t("tabs")}
          value={tab}
          onChange={(next) => setTab(next)}
          tabs={[
            {
              value: "razao",
              label: t("tab.razao"),
              panel: (
                <div className="flex flex-col gap-4">
                  <CashAt code={code} />
                  <Statement code={code} />
                </div>
              ),
            },
            {
              value: "posicoes",
              label: t("tab.posicoes"),
              panel: <Positions code={code} isShown={tab === "posicoes"} />,
            },
            { value: "regras", label: t("tab.regras"), panel: <Rules fund={data.fund} /> },
          ]}
        />
      </div>
    </>
  );
}

function Balances({ accounts, readAt }: { accounts: Fund["accounts"]; readAt: Date }) {
  const t = useTranslations("funds");
  const isProven = accounts.every((account) => account.isProven);
  const Icon = isProven ? CircleCheck : CircleX;
  return (
    <section aria-label={t("balances")} className="card flex flex-col gap-3 p-4">
      <dl className="grid grid-cols-1 gap-x-8 gap-y-4 sm:grid-cols-2 xl:grid-cols-[auto_repeat(3,minmax(0,1fr))]">
        {accounts.map((account) => (
          <div key={account.code} className="flex min-w-0 flex-col">
            <dt className="text-muted">{account.name}</dt>
            <dd
              className={
                account.code === "CAIXA"
                  ? "text-xl font-semibold sm:text-2xl"
                  : "text-lg font-medium sm:leading-8"
              }
            >
              <Money cents={account.balanceCents} />
            </dd>
          </div>
        ))}
      </dl>
      <p className={`flex items-start gap-1.5 text-xs ${isProven ? "text-ok" : "text-bad"}`}>
        <Icon aria-hidden className="size-4 shrink-0" />
        <span>
          {t(isProven ? "proven" : "notProven")}{" "}
          <span className="text-muted">
            <Instant at={readAt} />
          </span>
        </span>
      </p>
    </section>
  );
}

function Rules({ fund }: { fund: Fund["fund"] }) {
  const t = useTranslations("funds.rules");
  const locale = useLocale();
  const percent = (text: string) =>
    new Intl.NumberFormat(locale, { style: "percent", maximumFractionDigits: 4 }).format(text as `${number}`);
  const rules: [string, ReactNode][] = [
    [t("priceBasis"), t(`priceBasisOf.${fund.priceBasis}`)],
    [t("rounding"), t(`roundingOf.${fund.rounding}`)],
    [t("jumpLimit"), percent(fund.jumpLimit)],
    [t("tradedPriceLimit"), percent(fund.tradedPriceLimit)],
    [t("stale"), t("staleDays", { count: fund.staleBusinessDays })],
    [t("cutOff"), t("cutOffAt", { time: fund.cutOffTime })],
    [
      t("serviceTime"),
      t("minutes", { minutes: formatDecimal(String(fund.serviceTimeS / 60), locale, 0, 1) }),
    ],
  ];
  return (
    <Section title={t("title")}>
      <DefinitionList items={rules} />
    </Section>
  );
}
