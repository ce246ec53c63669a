"use client";

import { useSuspenseQuery } from "@tanstack/react-query";
import { useTranslations } from "next-intl";
import { parseAsStringLiteral, useQueryState } from "nuqs";
import { StoryLink } from "../audit/story-link";
import { BackLink } from "../layout/back-link";
import { PageHeader } from "../layout/page-header";
import { useTRPC } from "../layout/trpc";
import { useShortcuts } from "../shortcuts/use-shortcuts";
import { formatCnpj } from "../ui/format";
import { Tabs } from "../ui/tabs";
import { Activity } from "./activity";
import { BalanceChart } from "./balance-chart";
import { Balances } from "./balances";
import { FundOperations } from "./fund-operations";
import { Positions } from "./positions";
import { Proof } from "./proof";
import { Rules } from "./rules";
import { Statement } from "./statement";

const tabs = ["saldo", "razao", "operacoes", "posicoes", "regras", "atividade"] as const;
type Tab = (typeof tabs)[number];

/** A fund: what it has, proved against its ledger, how it came to that, and by which rules it works. */
export function FundDetail({ code, canReadLog }: { code: string; canReadLog: boolean }) {
  const t = useTranslations("funds");
  const trpc = useTRPC();
  const { data } = useSuspenseQuery({ ...trpc.funds.get.queryOptions({ code }), refetchInterval: 15_000 });
  const [tab, setTab] = useQueryState(
    "aba",
    parseAsStringLiteral(tabs).withDefault("saldo").withOptions({ history: "push" }),
  );
  const step = (by: number) => setTab(tabs[(tabs.indexOf(tab) + by + tabs.length) % tabs.length]!);
  useShortcuts(t("tabs"), [
    { keys: "[", label: t("keys.previousTab"), run: () => void step(-1) },
    { keys: "]", label: t("keys.nextTab"), run: () => void step(1) },
    { keys: "t", label: t("keys.cashAt"), run: () => void goToCashAt(() => setTab("razao")) },
  ]);
  const panels: Record<Tab, React.ReactNode> = {
    saldo: <BalanceChart code={code} />,
    razao: <Statement code={code} />,
    operacoes: <FundOperations code={code} />,
    posicoes: <Positions code={code} isShown={tab === "posicoes"} />,
    regras: <Rules fund={data.fund} ownRules={data.ownRules} engine={data.engine} />,
    atividade: <Activity code={code} />,
  };
  return (
    <>
      <PageHeader
        back={<BackLink href="/fundos">{t("title")}</BackLink>}
        title={data.fund.name}
        description={
          <span className="figures">
            {data.fund.code} · CNPJ {formatCnpj(data.fund.cnpj)}
          </span>
        }
        actions={canReadLog ? <StoryLink query={`fundo=${code}`} /> : null}
      />
      <div className="flex flex-col gap-5">
        <section aria-label={t("balances")} className="card min-w-0">
          <Balances code={code} cash={data.cash} pending={data.pending} />
          <Proof code={code} />
        </section>
        <Tabs
          label={t("tabs")}
          value={tab}
          onChange={(next) => void setTab(next)}
          tabs={tabs.map((value) => ({
            value,
            label: t(`tab.${value}`),
            panel: tab === value ? panels[value] : null,
          }))}
        />
      </div>
    </>
  );
}

/** Opens the ledger and puts the cursor where the instant is typed. */
async function goToCashAt(open: () => Promise<unknown>): Promise<void> {
  await open();
  requestAnimationFrame(() => document.querySelector<HTMLInputElement>("input[name=em]")?.focus());
}
