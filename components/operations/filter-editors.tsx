"use client";

import { useTranslations } from "next-intl";
import { type FormEvent, useState } from "react";
import { Button } from "../ui/button";
import { TextField } from "../ui/field";
import { type Filter, periods, type Range, toCents, toDate } from "./filter";

export function TextEditor({
  label,
  value,
  onChange,
}: {
  label: string;
  value: string | null;
  onChange: (text: string | null) => void;
}) {
  const t = useTranslations("operations.filters");
  function submit(event: FormEvent<HTMLFormElement>) {
    event.preventDefault();
    onChange(String(new FormData(event.currentTarget).get("text") ?? "").trim() || null);
  }
  return (
    <form onSubmit={submit} className="flex items-end gap-2">
      <TextField
        label={label}
        name="text"
        defaultValue={value ?? ""}
        maxLength={64}
        autoComplete="off"
        className="flex-1"
      />
      <Button type="submit">{t("apply")}</Button>
    </form>
  );
}

/** Named periods at once, or any two days. */
export function PeriodEditor({
  filter,
  onChange,
}: {
  filter: Filter;
  onChange: (change: Partial<Filter>) => void;
}) {
  const t = useTranslations("operations.filters");
  const day = (date: Date | null) => date?.toISOString().slice(0, 10) ?? "";
  const pick = (field: "de" | "ate", text: string) =>
    onChange({ [field]: text ? toDate(text) : null, periodo: null });
  return (
    <>
      <div className="flex flex-wrap gap-1">
        {periods.map((period) => (
          <Button
            key={period}
            aria-pressed={filter.periodo === period}
            className="aria-pressed:border-accent aria-pressed:bg-accent-soft"
            onClick={() =>
              onChange({ periodo: filter.periodo === period ? null : period, de: null, ate: null })
            }
          >
            {t(`periods.${period}`)}
          </Button>
        ))}
      </div>
      <div className="grid grid-cols-2 gap-2">
        <TextField
          label={t("de")}
          type="date"
          value={day(filter.de)}
          onChange={(event) => pick("de", event.target.value)}
        />
        <TextField
          label={t("ate")}
          type="date"
          value={day(filter.ate)}
          onChange={(event) => pick("ate", event.target.value)}
        />
      </div>
    </>
  );
}

export function AmountEditor({
  value,
  onChange,
}: {
  value: Range | null;
  onChange: (range: Range | null) => void;
}) {
  const t = useTranslations("operations.filters");
  const [isWrong, setWrong] = useState(false);
  function submit(event: FormEvent<HTMLFormElement>) {
    event.preventDefault();
    const form = new FormData(event.currentTarget);
    const [min, max] = ["min", "max"].map((name) => String(form.get(name) ?? "").trim());
    const range = { min: min ? toCents(min) : null, max: max ? toCents(max) : null };
    const isRead = (!min || range.min !== null) && (!max || range.max !== null);
    setWrong(!isRead);
    if (isRead) onChange(range.min === null && range.max === null ? null : range);
  }
  const text = (cents: bigint | null | undefined) =>
    cents == null ? "" : `${cents / 100n},${(cents % 100n).toString().padStart(2, "0")}`;
  return (
    <form onSubmit={submit} className="flex flex-col gap-2">
      <div className="grid grid-cols-2 gap-2">
        <TextField
          label={t("min")}
          name="min"
          inputMode="decimal"
          defaultValue={text(value?.min)}
          autoComplete="off"
        />
        <TextField
          label={t("max")}
          name="max"
          inputMode="decimal"
          defaultValue={text(value?.max)}
          autoComplete="off"
        />
      </div>
      <p role="status" className="text-xs text-bad empty:hidden">
        {isWrong ? t("notAnAmount") : ""}
      </p>
      <Button type="submit" className="self-end">
        {t("apply")}
      </Button>
    </form>
  );
}
