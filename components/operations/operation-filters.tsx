"use client";

import { useQuery } from "@tanstack/react-query";
import { X } from "lucide-react";
import { useLocale, useTranslations } from "next-intl";
import { type ReactNode, type RefObject, useMemo } from "react";
import type { OperationFacet } from "#server/domain/operations/schemas";
import { FilterChip, type FilterChoice, FilterChoices } from "../data-grid/filter-chip";
import { FilterText } from "../data-grid/filter-text";
import { useTRPC } from "../layout/trpc";
import { Button } from "../ui/button";
import { formatCount } from "../ui/format";
import { type Filter, isFiltered, sides, toInput } from "./filter";
import { AmountEditor, PeriodEditor, TextEditor } from "./filter-editors";
import { readTokens } from "./filter-tokens";
import { filterInWords } from "./filter-words";
import { statusKeys } from "./statuses";

type Props = {
  filter: Filter;
  onChange: (change: Partial<Filter> | null) => void;
  inputRef: RefObject<HTMLInputElement | null>;
  children?: ReactNode;
};

const classes = ["fidc", "cri-cra", "debentures", "titulos-publicos"] as const;

/** The filter bar: what is typed becomes chips, chips are in the address, and each says what it would leave. */
export function OperationFilters({ filter, onChange, inputRef, children }: Props) {
  const t = useTranslations("operations");
  const locale = useLocale();
  const trpc = useTRPC();
  const funds = useQuery(trpc.funds.list.queryOptions());
  const words = new Map(filterInWords(filter, t as never, locale).map(([field, , value]) => [field, value]));
  const chip = (field: keyof Filter, editor?: ReactNode, clear: Partial<Filter> = { [field]: null }) => (
    <FilterChip
      key={field}
      label={t(`filters.${field}` as "filters.status")}
      value={words.get(field) ?? null}
      onClear={() => onChange(clear)}
    >
      {editor}
    </FilterChip>
  );
  return (
    <search className="flex flex-col gap-2">
      <div className="flex flex-wrap items-start gap-2">
        <FilterText
          label={t("filters.text")}
          placeholder={t("filters.textHint")}
          value={filter.q ?? ""}
          inputRef={inputRef}
          onText={(text) => {
            const { change, rest, unread } = readTokens(text);
            onChange({ ...change, q: rest || null });
            return { rest, unread };
          }}
        />
        {children}
      </div>
      <div className="flex flex-wrap items-center gap-1.5">
        {chip(
          "status",
          <Facet
            by="standing"
            field="status"
            filter={filter}
            onChange={onChange}
            choices={statusKeys.map((value) => ({ value, label: t(`status.${value}`) }))}
          />,
        )}
        {chip(
          "fundo",
          <Facet
            by="fund"
            field="fundo"
            filter={filter}
            onChange={onChange}
            choices={(funds.data ?? []).map(({ code, name }) => ({
              value: code,
              label: `${code} · ${name}`,
            }))}
          />,
        )}
        {chip("periodo", <PeriodEditor filter={filter} onChange={onChange} />, {
          periodo: null,
          de: null,
          ate: null,
        })}
        {chip(
          "tipo",
          <Facet
            by="side"
            field="tipo"
            filter={filter}
            onChange={onChange}
            choices={sides.map((value) => ({
              value,
              label: t(`side.${value === "compra" ? "BUY" : "SELL"}`),
            }))}
          />,
        )}
        {chip(
          "ativo",
          <TextEditor
            label={t("filters.ativo")}
            value={filter.ativo}
            onChange={(ativo) => onChange({ ativo: ativo?.toUpperCase() ?? null })}
          />,
        )}
        {chip(
          "classe",
          <Facet
            by="assetClass"
            field="classe"
            filter={filter}
            onChange={onChange}
            choices={classes.map((value) => ({ value, label: t(`class.${value}`) }))}
          />,
        )}
        {chip("valor", <AmountEditor value={filter.valor} onChange={(valor) => onChange({ valor })} />)}
        {chip("motivo", <Reasons filter={filter} onChange={onChange} />)}
        {filter.arquivo ? chip("arquivo") : null}
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

const serverNames: Record<string, Readonly<Record<string, string>>> = {
  side: { BUY: "compra", SELL: "venda" },
  standing: {
    EXECUTED: "executada",
    IN_REVIEW: "em_revisao",
    AWAITING_PRICE: "aguardando_preco",
    AWAITING_PUBLICATION: "aguardando_publicacao",
    READY: "na_fila",
    INSUFFICIENT_CASH: "sem_caixa",
    INSUFFICIENT_POSITION: "sem_posicao",
    REVERSED: "estornada",
    REJECTED: "rejeitada",
    CANCELLED: "cancelada",
  },
};
const waits = [
  "em_revisao",
  "aguardando_preco",
  "aguardando_publicacao",
  "na_fila",
  "sem_caixa",
  "sem_posicao",
];

/** Counts come when the chip is opened: they are of the whole filter, without this field. */
function Facet({
  by,
  field,
  filter,
  onChange,
  choices,
}: {
  by: OperationFacet;
  field: "status" | "fundo" | "tipo" | "classe";
  filter: Filter;
  onChange: Props["onChange"];
  choices: readonly FilterChoice[];
}) {
  const t = useTranslations("operations");
  const locale = useLocale();
  const trpc = useTRPC();
  const facet = useQuery(trpc.operations.facet.queryOptions({ ...toInput(filter), by }));
  const counts = useMemo(() => {
    if (!facet.data) return undefined;
    const numbers = new Map(facet.data.map(({ value, count }) => [serverNames[by]?.[value] ?? value, count]));
    if (by === "standing")
      numbers.set(
        "pendente",
        waits.reduce((sum, key) => sum + (numbers.get(key) ?? 0), 0),
      );
    return new Map([...numbers].map(([value, count]) => [value, formatCount(count, locale)]));
  }, [facet.data, by, locale]);
  const value = filter[field];
  return (
    <FilterChoices
      label={t(`filters.${field}`)}
      choices={choices}
      counts={counts}
      value={typeof value === "string" ? [value] : (value ?? [])}
      onChange={(next) => {
        const picked = field === "tipo" ? (next.at(-1) ?? null) : next.length > 0 ? next : null;
        onChange({ [field]: picked } as Partial<Filter>);
      }}
    />
  );
}

/** Why what waits is waiting: only the reasons that there are. */
function Reasons({ filter, onChange }: { filter: Filter; onChange: Props["onChange"] }) {
  const t = useTranslations("operations.filters");
  const tReasons = useTranslations("reasons");
  const locale = useLocale();
  const trpc = useTRPC();
  const facet = useQuery(trpc.operations.facet.queryOptions({ ...toInput(filter), by: "code" }));
  const wording = (code: string) => {
    const key = code.replaceAll(".", "_") as never;
    return tReasons.has(key) ? tReasons(key) : code;
  };
  const choices = (facet.data ?? []).map(({ value }) => ({ value, label: wording(value) }));
  if (facet.isSuccess && choices.length === 0) return <p className="text-sm text-muted">{t("noReasons")}</p>;
  return (
    <FilterChoices
      label={t("motivo")}
      choices={choices}
      counts={new Map(facet.data?.map(({ value, count }) => [value, formatCount(count, locale)]))}
      value={filter.motivo ? [filter.motivo] : []}
      onChange={(next) => onChange({ motivo: next.at(-1) ?? null })}
    />
  );
}
