"use client";

import { useQuery } from "@tanstack/react-query";
import { X } from "lucide-react";
import { useLocale, useTranslations } from "next-intl";
import type { ReactNode, RefObject } from "react";
import { eventActions } from "#server/kernel/event-vocabulary";
import { FilterChip, FilterChoices } from "../data-grid/filter-chip";
import { FilterText } from "../data-grid/filter-text";
import { parseTokens } from "../data-grid/tokens";
import { useTRPC } from "../layout/trpc";
import { PeriodEditor, TextEditor } from "../operations/filter-editors";
import { Button } from "../ui/button";
import { type Filter, isFiltered, sourceKeys, subjectKindKeys } from "./filter";
import { usePeople } from "./use-people";
import { actionInWords, fieldInWords, filterInWords, type Words } from "./words";

type Props = {
  filter: Filter;
  onChange: (change: Partial<Filter> | null) => void;
  inputRef: RefObject<HTMLInputElement | null>;
  children?: ReactNode;
};

/** The filter bar: words are looked for in the reasons, chips are in the address. */
export function AuditFilters({ filter, onChange, inputRef, children }: Props) {
  const t = useTranslations("audit");
  const say = t as unknown as Words;
  const locale = useLocale();
  const trpc = useTRPC();
  const people = usePeople();
  const funds = useQuery(trpc.funds.names.queryOptions());
  const fields = useQuery(trpc.audit.fields.queryOptions());
  const words = new Map(
    filterInWords(filter, say, { people: people.byId, locale }).map(([field, , value]) => [field, value]),
  );
  const chip = (field: keyof Filter, editor?: ReactNode, clear: Partial<Filter> = { [field]: null }) => (
    <FilterChip
      key={field}
      label={t(`filters.${field}` as "filters.quem")}
      value={words.get(field) ?? null}
      onClear={() => onChange(clear)}
    >
      {editor}
    </FilterChip>
  );
  const one = (field: "quem" | "origem" | "tipo" | "campo", choices: { value: string; label: string }[]) =>
    chip(
      field,
      <FilterChoices
        label={t(`filters.${field}`)}
        choices={choices}
        counts={noCounts}
        value={filter[field] ? [filter[field]] : []}
        onChange={(next) => onChange({ [field]: next.at(-1) ?? null })}
      />,
    );
  const many = (field: "acao" | "fundo", choices: { value: string; label: string }[]) =>
    chip(
      field,
      <FilterChoices
        label={t(`filters.${field}`)}
        choices={choices}
        counts={noCounts}
        value={filter[field] ?? []}
        onChange={(next) => onChange({ [field]: next.length > 0 ? next : null })}
      />,
    );
  return (
    <search className="flex flex-col gap-2">
      <div className="flex flex-wrap items-start gap-2">
        <FilterText
          label={t("filters.text")}
          placeholder={t("filters.textHint")}
          value={filter.motivo ?? ""}
          inputRef={inputRef}
          onText={(text) => {
            const { tokens, rest } = parseTokens(text, ["acao", "fundo", "campo", "objeto", "pedido"]);
            const change: Partial<Filter> = { motivo: rest || null };
            for (const { key, value } of tokens)
              if (key === "acao" || key === "fundo") change[key] = value.split(",");
              else change[key as "campo"] = value;
            onChange(change);
            return { rest, unread: [] };
          }}
        />
        {children}
      </div>
      <div className="flex flex-wrap items-center gap-1.5">
        {one(
          "quem",
          people.list.map(({ actorId, name }) => ({ value: actorId, label: name })),
        )}
        {many(
          "acao",
          eventActions.map((value) => ({ value, label: actionInWords(value, say) })),
        )}
        {chip(
          "periodo",
          <PeriodEditor
            filter={filter as never}
            onChange={(change) => onChange({ ...(change as Partial<Filter>), desde: null, antes: null })}
          />,
          { periodo: null, de: null, ate: null, desde: null, antes: null },
        )}
        {many(
          "fundo",
          (funds.data ?? []).map(({ code, name }) => ({ value: code, label: `${code} · ${name}` })),
        )}
        {one(
          "tipo",
          inOrder(
            subjectKindKeys.map((value) => ({ value, label: t(`kinds.${value}`) })),
            locale,
          ),
        )}
        {one(
          "campo",
          inOrder(
            (fields.data ?? []).map((value) => ({ value, label: fieldInWords(value, say) })),
            locale,
          ),
        )}
        {chip(
          "motivo",
          <TextEditor
            label={t("filters.motivo")}
            value={filter.motivo}
            onChange={(motivo) => onChange({ motivo })}
          />,
        )}
        {one(
          "origem",
          sourceKeys.map((value) => ({ value, label: t(`sources.${value}`) })),
        )}
        {filter.objeto ? chip("objeto") : null}
        {filter.pedido ? chip("pedido") : null}
        {isFiltered(filter) ? (
          <Button kind="quiet" onClick={() => onChange(null)}>
            <X aria-hidden />
            {t("filters.clear")}
          </Button>
        ) : null}
      </div>
    </search>
  );
}

/** Counting each choice among a million events would make them wait; the list says what there is. */
const noCounts = undefined;

function inOrder(choices: { value: string; label: string }[], locale: string) {
  return choices.toSorted((a, b) => a.label.localeCompare(b.label, locale));
}
