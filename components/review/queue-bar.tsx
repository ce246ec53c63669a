"use client";

import { useQuery } from "@tanstack/react-query";
import { ArrowDownWideNarrow, X } from "lucide-react";
import { useLocale, useTranslations } from "next-intl";
import type { ReactNode } from "react";
import type { QueueName } from "#server/domain/review/browser";
import { FilterChip, FilterChoices } from "../data-grid/filter-chip";
import { useTRPC } from "../layout/trpc";
import { AmountEditor } from "../operations/filter-editors";
import { rangeInWords } from "../operations/filter-words";
import { Button } from "../ui/button";
import { formatCount } from "../ui/format";
import { Menu, MenuChoices, MenuSeparator } from "../ui/menu";
import { classKeys, groupKeys, isNarrowed, orderKeys, type QueueKey, queueKeys } from "./queue-address";
import type { Queue } from "./use-queue";

const countOf = {
  minha: "mine",
  todas: "all",
  segunda: "second",
  adiadas: "snoozed",
  retidas: "held",
} as const satisfies Record<QueueKey, QueueName>;

/** Which queue, what narrows it and in which order; all of it is in the address. */
export function QueueBar({ queue, children }: { queue: Queue; children?: ReactNode }) {
  return (
    <search className="flex flex-col gap-2">
      <Tabs queue={queue} />
      <div className="flex flex-wrap items-center justify-between gap-x-4 gap-y-2">
        <Filters queue={queue} />
        <div className="flex flex-wrap items-center gap-2">{children}</div>
      </div>
    </search>
  );
}

function Tabs({ queue: { address, setAddress, counts } }: { queue: Queue }) {
  const t = useTranslations("review");
  const locale = useLocale();
  return (
    <fieldset className="flex min-w-0 overflow-x-auto border-b border-line [scrollbar-width:none]">
      <legend className="sr-only">{t("queues.label")}</legend>
      {queueKeys.map((key) => {
        const count = counts.data?.[countOf[key]];
        return (
          <button
            key={key}
            type="button"
            aria-pressed={address.fila === key}
            onClick={() => void setAddress({ fila: key }, { history: "push" })}
            className="flex h-9 shrink-0 items-center gap-1.5 border-b-2 border-transparent px-3 text-sm font-medium whitespace-nowrap text-muted hover:text-ink focus-visible:-outline-offset-2 aria-pressed:border-accent aria-pressed:text-ink"
          >
            {t(`queues.${key}`)}
            <span className="figures rounded-full bg-sunken px-1.5 text-xs font-semibold">
              {count === undefined ? "…" : formatCount(count, locale)}
            </span>
          </button>
        );
      })}
    </fieldset>
  );
}

function Filters({ queue: { address, setAddress } }: { queue: Queue }) {
  const t = useTranslations("review");
  const tClass = useTranslations("operations.class");
  const tWords = useTranslations("operations");
  const tReasons = useTranslations("reasons");
  const locale = useLocale();
  const reasonWords = (code: string) => {
    const key = code.replaceAll(".", "_") as never;
    return tReasons.has(key) ? tReasons(key) : code;
  };
  return (
    <div className="flex min-w-0 flex-wrap items-center gap-1.5">
      <FilterChip
        label={t("filters.reason")}
        value={address.motivo ? reasonWords(address.motivo) : null}
        onClear={() => void setAddress({ motivo: null })}
      >
        <Reasons
          value={address.motivo}
          fundCode={address.fundo}
          words={reasonWords}
          onChange={(motivo) => void setAddress({ motivo })}
        />
      </FilterChip>
      <FilterChip
        label={t("filters.class")}
        value={address.classe ? tClass(address.classe) : null}
        onClear={() => void setAddress({ classe: null })}
      >
        <FilterChoices
          label={t("filters.class")}
          choices={classKeys.map((value) => ({ value, label: tClass(value) }))}
          counts={undefined}
          value={address.classe ? [address.classe] : []}
          onChange={(next) => void setAddress({ classe: (next.at(-1) ?? null) as typeof address.classe })}
        />
      </FilterChip>
      <FilterChip
        label={t("filters.amount")}
        value={
          address.valor
            ? rangeInWords(address.valor, (key, values) => tWords(key as never, values as never), locale)
            : null
        }
        onClear={() => void setAddress({ valor: null })}
      >
        <AmountEditor value={address.valor} onChange={(valor) => void setAddress({ valor })} />
      </FilterChip>
      {address.arquivo ? (
        <FilterChip
          label={t("filters.file")}
          value={address.arquivo.slice(0, 8)}
          onClear={() => void setAddress({ arquivo: null })}
        />
      ) : null}
      {isNarrowed(address) ? (
        <Button
          kind="quiet"
          onClick={() =>
            void setAddress({ motivo: null, classe: null, valor: null, arquivo: null }, { history: "push" })
          }
        >
          <X aria-hidden />
          {t("filters.clear")}
        </Button>
      ) : null}
    </div>
  );
}

/** Only the reasons that there are, with how many of each. */
function Reasons({
  value,
  fundCode,
  words,
  onChange,
}: {
  value: string | null;
  fundCode: string | null;
  words: (code: string) => string;
  onChange: (reason: string | null) => void;
}) {
  const t = useTranslations("review");
  const locale = useLocale();
  const trpc = useTRPC();
  const counts = useQuery(trpc.review.counts.queryOptions({ fundCode }));
  const rows = counts.data ?? [];
  if (counts.isSuccess && rows.length === 0) return <p className="text-sm text-muted">{t("filters.none")}</p>;
  return (
    <FilterChoices
      label={t("filters.reason")}
      choices={rows.map(({ reason }) => ({ value: reason, label: words(reason) }))}
      counts={new Map(rows.map(({ reason, count }) => [reason, formatCount(count, locale)]))}
      value={value ? [value] : []}
      onChange={(next) => onChange(next.at(-1) ?? null)}
    />
  );
}

/** In which order, and whether what stopped for the same reason stands together. */
export function QueueOrder({ queue: { address, setAddress } }: { queue: Queue }) {
  const t = useTranslations("review.order");
  return (
    <Menu
      label={t("change", { order: t(address.ord) })}
      trigger={
        <>
          <ArrowDownWideNarrow aria-hidden className="size-4 text-muted" />
          {t(address.ord)}
        </>
      }
    >
      <MenuChoices
        label={t("label")}
        value={address.ord}
        choices={orderKeys.map((value) => ({ value, label: t(value) }))}
        onChange={(ord) => void setAddress({ ord })}
      />
      <MenuSeparator />
      <MenuChoices
        label={t("together")}
        value={address.agr}
        choices={groupKeys.map((value) => ({ value, label: t(`groups.${value}`) }))}
        onChange={(agr) => void setAddress({ agr })}
      />
    </Menu>
  );
}
