"use client";

import { useQuery } from "@tanstack/react-query";
import { Search, X } from "lucide-react";
import { useTranslations } from "next-intl";
import { useEffect, useState } from "react";
import { useTRPC } from "../layout/trpc";
import { Button } from "../ui/button";
import { TextField } from "../ui/field";
import { Select } from "../ui/select";
import type { Filter } from "./filter";
import { type StatusKey, statusKeys } from "./statuses";

type Props = { filter: Filter; onChange: (change: Partial<Filter> | null) => void };

const none = "todos";

/** The filter bar; every change is in the address, so that a list can be sent to someone. */
export function OperationFilters({ filter, onChange }: Props) {
  const t = useTranslations("operations");
  const trpc = useTRPC();
  const funds = useQuery(trpc.funds.list.queryOptions());
  const isFiltered = Object.values(filter).some((value) => value !== null);
  return (
    <search className="card grid grid-cols-2 items-end gap-3 p-3 lg:grid-cols-[minmax(14rem,1.4fr)_minmax(11rem,1fr)_minmax(10rem,1fr)_9.5rem_9.5rem_auto]">
      <TextSearch value={filter.q ?? ""} onChange={(q) => onChange({ q: q || null })} />
      <Select
        label={t("filters.status")}
        value={filter.status ?? none}
        onChange={(value) => onChange({ status: value === none ? null : value })}
        choices={[
          { value: none as StatusKey | typeof none, label: t("filters.allStatuses") },
          ...statusKeys.map((value) => ({ value, label: t(`status.${value}`) })),
        ]}
      />
      <Select
        label={t("filters.fund")}
        value={filter.fundo ?? none}
        onChange={(value) => onChange({ fundo: value === none ? null : value })}
        choices={[
          { value: none, label: t("filters.allFunds") },
          ...(funds.data ?? []).map((fund) => ({ value: fund.code, label: fund.code })),
        ]}
      />
      <DayField label={t("filters.from")} value={filter.de} onChange={(de) => onChange({ de })} />
      <DayField label={t("filters.to")} value={filter.ate} onChange={(ate) => onChange({ ate })} />
      <Button
        kind="quiet"
        className="max-lg:col-span-2"
        disabled={!isFiltered}
        onClick={() => onChange(null)}
      >
        <X aria-hidden />
        {t("filters.clear")}
      </Button>
      {filter.arquivo ? <p className="text-xs text-muted sm:col-span-full">{t("filters.oneFile")}</p> : null}
    </search>
  );
}

function TextSearch({ value, onChange }: { value: string; onChange: (text: string) => void }) {
  const t = useTranslations("operations");
  const [text, setText] = useState(value);
  const [last, setLast] = useState(value);
  if (value !== last) {
    setLast(value);
    setText(value);
  }
  useEffect(() => {
    if (text === last) return;
    const timer = setTimeout(() => onChange(text.trim()), 250);
    return () => clearTimeout(timer);
  }, [text, last, onChange]);
  return (
    <div className="relative max-lg:col-span-2">
      <TextField
        label={t("filters.text")}
        type="search"
        value={text}
        onChange={(event) => setText(event.target.value)}
        placeholder={t("filters.textHint")}
      />
      <Search aria-hidden className="pointer-events-none absolute right-2.5 bottom-2 size-4 text-muted" />
    </div>
  );
}

function DayField({
  label,
  value,
  onChange,
}: {
  label: string;
  value: Date | null;
  onChange: (day: Date | null) => void;
}) {
  return (
    <TextField
      label={label}
      type="date"
      value={value?.toISOString().slice(0, 10) ?? ""}
      onChange={(event) => onChange(event.target.value ? new Date(`${event.target.value}T00:00:00Z`) : null)}
    />
  );
}
