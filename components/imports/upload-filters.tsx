"use client";

import { useQuery } from "@tanstack/react-query";
import { X } from "lucide-react";
import { useTranslations } from "next-intl";
import { useEffect, useState } from "react";
import { useTRPC } from "../layout/trpc";
import { Button } from "../ui/button";
import { TextField } from "../ui/field";
import { Select } from "../ui/select";
import { outcomes, standings, type UploadFilter } from "./upload-filter";

type Props = { filter: UploadFilter; onChange: (change: Partial<UploadFilter> | null) => void };

const all = "todos";

/** The filter bar of the files; every change is in the address. */
export function UploadFilters({ filter, onChange }: Props) {
  const t = useTranslations("files.filters");
  const trpc = useTRPC();
  const funds = useQuery(trpc.funds.list.queryOptions());
  const isFiltered = Object.values(filter).some((value) => value !== null);
  const choices = <Value extends string>(values: readonly Value[], name: (value: Value) => string) => [
    { value: all as Value | typeof all, label: t("all") },
    ...values.map((value) => ({ value: value as Value | typeof all, label: name(value) })),
  ];
  return (
    <search className="card grid grid-cols-2 items-end gap-3 p-3 lg:grid-cols-[minmax(14rem,1.4fr)_repeat(4,minmax(9rem,1fr))_auto]">
      <NameSearch value={filter.q ?? ""} onChange={(q) => onChange({ q: q || null })} />
      <Select
        label={t("standing")}
        value={filter.situacao ?? all}
        onChange={(value) => onChange({ situacao: value === all ? null : value })}
        choices={choices(standings, (value) => t(`standings.${value}`))}
      />
      <Select
        label={t("outcome")}
        value={filter.resultado ?? all}
        onChange={(value) => onChange({ resultado: value === all ? null : value })}
        choices={choices(outcomes, (value) => t(`outcomes.${value}`))}
      />
      <Select
        label={t("author")}
        value={filter.autor ?? all}
        onChange={(value) => onChange({ autor: value === all ? null : value })}
        choices={choices(["eu"] as const, () => t("me"))}
      />
      <Select
        label={t("fund")}
        value={filter.fundo ?? all}
        onChange={(value) => onChange({ fundo: value === all ? null : value })}
        choices={[
          { value: all, label: t("all") },
          ...(funds.data ?? []).map((fund) => ({ value: fund.code, label: fund.code })),
        ]}
      />
      <Button
        kind="quiet"
        className="max-lg:col-span-2"
        disabled={!isFiltered}
        onClick={() => onChange(null)}
      >
        <X aria-hidden />
        {t("clear")}
      </Button>
    </search>
  );
}

/** The address follows when the person paused, not at every letter. */
function NameSearch({ value, onChange }: { value: string; onChange: (text: string) => void }) {
  const t = useTranslations("files.filters");
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
    <TextField
      label={t("name")}
      type="search"
      className="max-lg:col-span-2"
      value={text}
      onChange={(event) => setText(event.target.value)}
    />
  );
}
