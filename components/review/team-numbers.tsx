"use client";

import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { Users } from "lucide-react";
import { useLocale, useTranslations } from "next-intl";
import { useQueryStates } from "nuqs";
import type { ReactNode } from "react";
import { Failure } from "../layout/failure";
import { type RouterOutput, useTRPC } from "../layout/trpc";
import { classNames } from "../ui/class-names";
import { EmptyState } from "../ui/empty-state";
import { formatCount, formatDuration, formatMoney, formatShare } from "../ui/format";
import { Money } from "../ui/money";
import { Section } from "../ui/section";
import { Select } from "../ui/select";
import { Skeleton } from "../ui/skeleton";
import { Row, Table, TableBody, TableHead, Td, Th } from "../ui/table";
import { daysOf, periodKeys, teamParsers } from "./team-address";

type Numbers = RouterOutput["review"]["team"];

const refreshMs = 30_000;

/** What the head of the team asks of the queue: how old it is, how fast it is served, and by whom. */
export function TeamNumbers() {
  const t = useTranslations("review.team");
  const trpc = useTRPC();
  const [{ periodo }, setAddress] = useQueryStates(teamParsers);
  const numbers = useQuery({
    ...trpc.review.team.queryOptions({ days: daysOf[periodo] }),
    placeholderData: keepPreviousData,
    refetchInterval: refreshMs,
  });
  if (numbers.isError) return <Failure error={numbers.error} retry={() => numbers.refetch()} />;
  if (!numbers.data) return <Skeleton className="h-96" />;
  const { open, ageing, ended, people } = numbers.data;
  return (
    <div
      className={classNames(
        "flex flex-col gap-5",
        numbers.isPlaceholderData && "opacity-60 transition-opacity duration-150",
      )}
    >
      <Select
        className="w-full sm:max-w-56"
        label={t("period")}
        choices={periodKeys.map((value) => ({ value, label: t(`periods.${value}`) }))}
        value={periodo}
        onChange={(next) => void setAddress({ periodo: next }, { history: "push" })}
      />
      <Headline open={open} ended={ended} />
      <div className="grid grid-cols-1 items-start gap-5 xl:grid-cols-[minmax(20rem,1fr)_minmax(0,2fr)]">
        <Ageing ageing={ageing} />
        <People people={people} />
      </div>
    </div>
  );
}

function Headline({ open, ended }: Pick<Numbers, "open" | "ended">) {
  const t = useTranslations("review.team");
  const locale = useLocale();
  const time = (seconds: number | null) => (seconds === null ? "—" : formatDuration(seconds));
  return (
    <dl className="card grid grid-cols-2 gap-x-6 gap-y-4 p-4 lg:grid-cols-4">
      <Figure name={t("open")} note={formatMoney(open.amountCents, locale)}>
        {formatCount(open.count, locale)}
      </Figure>
      <Figure
        name={t("overdue")}
        note={
          open.count === 0 ? null : t("ofOpen", { share: formatShare(open.overdue / open.count, locale, 0) })
        }
      >
        {formatCount(open.overdue, locale)}
      </Figure>
      <Figure name={t("onTime")} note={t("ended", { count: ended.count })}>
        {ended.count === 0 ? "—" : formatShare(ended.onTime / ended.count, locale, 0)}
      </Figure>
      <Figure name={t("median")} note={ended.p90S === null ? null : t("p90", { time: time(ended.p90S) })}>
        {time(ended.medianS)}
      </Figure>
    </dl>
  );
}

function Figure({ name, note, children }: { name: string; note: string | null; children: ReactNode }) {
  return (
    <div className="flex min-w-0 flex-col">
      <dt className="text-xs text-muted">{name}</dt>
      <dd className="figures text-2xl font-semibold">{children}</dd>
      <dd className="figures text-xs text-muted">{note}</dd>
    </div>
  );
}

function Ageing({ ageing }: Pick<Numbers, "ageing">) {
  const t = useTranslations("review.team");
  const locale = useLocale();
  const most = Math.max(1, ...ageing.map(({ count }) => count));
  return (
    <Section title={t("ageing")}>
      <ul className="flex flex-col gap-3 p-4">
        {ageing.map(({ age, count, overdue, amountCents }) => (
          <li key={age} className="flex flex-col gap-1">
            <span className="flex items-baseline justify-between gap-3">
              <span>{t(`ages.${age}`)}</span>
              <span className="figures">
                <span className="font-semibold">{formatCount(count, locale)}</span>
                <span className="text-xs text-muted"> · {formatMoney(amountCents, locale)}</span>
              </span>
            </span>
            <span aria-hidden className="flex h-2 overflow-hidden rounded-full bg-sunken">
              <span className="bg-bad" style={{ width: `${(overdue / most) * 100}%` }} />
              <span className="bg-accent" style={{ width: `${((count - overdue) / most) * 100}%` }} />
            </span>
            {overdue > 0 ? (
              <span className="figures text-xs text-bad">{t("late", { count: overdue })}</span>
            ) : null}
          </li>
        ))}
      </ul>
    </Section>
  );
}

function People({ people }: Pick<Numbers, "people">) {
  const t = useTranslations("review.team");
  const locale = useLocale();
  if (people.length === 0)
    return (
      <Section title={t("people")}>
        <EmptyState icon={<Users aria-hidden />} title={t("nobody")} />
      </Section>
    );
  const columns = ["approved", "rejected", "edited", "undone"] as const;
  return (
    <Section title={t("people")}>
      <Table caption={t("people")} className="rounded-none border-0 shadow-none">
        <TableHead>
          <Th>{t("columns.name")}</Th>
          <Th numeric>{t("columns.decided")}</Th>
          {columns.map((column) => (
            <Th key={column} numeric>
              {t(`columns.${column}`)}
            </Th>
          ))}
          <Th numeric>{t("columns.onTime")}</Th>
          <Th numeric>{t("columns.amount")}</Th>
          <Th numeric>{t("columns.assigned")}</Th>
        </TableHead>
        <TableBody>
          {people.map((person) => (
            <Row key={person.userId}>
              <th scope="row" className="data-td text-left font-medium">
                {person.name}
              </th>
              <Td numeric className="font-semibold">
                {formatCount(person.decided, locale)}
              </Td>
              {columns.map((column) => (
                <Td key={column} numeric>
                  {formatCount(person[column], locale)}
                </Td>
              ))}
              <Td numeric>
                {person.decided === 0 ? "—" : formatShare(person.onTime / person.decided, locale, 0)}
              </Td>
              <Td numeric>
                <Money cents={person.amountCents} />
              </Td>
              <Td numeric>{formatCount(person.assigned, locale)}</Td>
            </Row>
          ))}
        </TableBody>
      </Table>
    </Section>
  );
}
