"use client";

import { useQuery, useSuspenseQuery } from "@tanstack/react-query";
import { useLocale, useTranslations } from "next-intl";
import { BackLink } from "../layout/back-link";
import { PageHeader } from "../layout/page-header";
import { useTRPC } from "../layout/trpc";
import { Instant } from "../ui/date-time";
import { formatCount } from "../ui/format";
import { Money } from "../ui/money";
import { DefinitionList, Section } from "../ui/section";
import { StatusBadge } from "../ui/status-badge";
import { ReversalActions } from "./reversal-actions";
import { ReversalItems } from "./reversal-items";
import { type Reversal, ReversalStatus } from "./reversal-status";

type Group = Reversal["forecast"][number];

/** A frozen set of operations: what undoing it would do, who wants it, who agreed, and what became of each. */
export function ReversalDetail({ reversalId, canReverse }: { reversalId: string; canReverse: boolean }) {
  const t = useTranslations("audit.reversals");
  const trpc = useTRPC();
  const first = useSuspenseQuery(trpc.reversals.get.queryOptions({ reversalId }));
  // Asked again by itself while it is carried out.
  const { data: reversal = first.data } = useQuery({
    ...trpc.reversals.get.queryOptions({ reversalId }),
    refetchInterval: ({ state }) => (state.data?.state === "RUNNING" ? 1_000 : false),
  });
  return (
    <>
      <PageHeader
        back={<BackLink href="/auditoria/estornos">{t("title")}</BackLink>}
        title={
          <>
            {t("detailTitle")}
            <ReversalStatus state={reversal.state} />
          </>
        }
        description={reversal.inWords}
        actions={canReverse ? <ReversalActions reversal={reversal} /> : null}
      />
      <div className="flex flex-col gap-4">
        <Section title={t(reversal.state === "DONE" ? "outcome" : "forecast")}>
          <Groups
            groups={reversal.state === "DONE" ? reversal.outcome : reversal.forecast}
            isDone={reversal.state === "DONE"}
          />
          <People reversal={reversal} />
        </Section>
        <ReversalItems reversalId={reversalId} state={reversal.state} />
      </div>
    </>
  );
}

function Groups({ groups, isDone }: { groups: readonly Group[]; isDone: boolean }) {
  const t = useTranslations("audit.reversals");
  const locale = useLocale();
  const of = (end: Group["end"]) => groups.filter((group) => group.end === end);
  const count = (some: readonly Group[]) => some.reduce((sum, group) => sum + group.count, 0);
  const cents = (some: readonly Group[]) => some.reduce((sum, group) => sum + group.amountCents, 0n);
  const ends = [
    { end: "REVERSED", tone: isDone ? "reversed" : "human" },
    { end: "KEPT", tone: "inert" },
  ] as const;
  return (
    <dl className="grid grid-cols-1 gap-4 p-4 sm:grid-cols-2">
      {ends.map(({ end, tone }) => (
        <div key={end} className="flex flex-col">
          <dt>
            <StatusBadge tone={tone}>{t(`ends.${isDone ? "did" : "will"}_${end}`)}</StatusBadge>
          </dt>
          <dd className="figures text-2xl font-semibold">{formatCount(count(of(end)), locale)}</dd>
          <dd className="figures text-muted">
            <Money cents={cents(of(end))} />
          </dd>
          {of(end)
            .filter((group) => group.code !== null)
            .map((group) => (
              <dd key={group.code} className="text-xs text-muted">
                {formatCount(group.count, locale)} {t(`codes.${group.code as "OWN"}`)}
              </dd>
            ))}
        </div>
      ))}
    </dl>
  );
}

function People({ reversal }: { reversal: Reversal }) {
  const t = useTranslations("audit.reversals");
  const { requestedByName, requestedAt, previewedAt, reason, decidedByName, decidedAt, decisionReason } =
    reversal;
  return (
    <DefinitionList
      items={[
        [
          t("first"),
          <span key="first">
            {requestedByName} · <Instant at={requestedAt ?? previewedAt} /> · “{reason}”
          </span>,
        ],
        [
          t("second"),
          decidedByName ? (
            <span key="second">
              {decidedByName} · <Instant at={decidedAt} /> · “{decisionReason}”
            </span>
          ) : (
            t("nobodyYet")
          ),
        ],
      ]}
    />
  );
}
