"use client";

import { useQuery } from "@tanstack/react-query";
import { ArrowLeftRight, SearchX } from "lucide-react";
import { useSearchParams } from "next/navigation";
import { useLocale, useTranslations } from "next-intl";
import { type CSSProperties, useEffect, useRef } from "react";
import type { OperationRow, OperationTotals } from "#server/domain/operations/queries";
import { DataGrid } from "../data-grid/data-grid";
import { GridMenu } from "../data-grid/grid-menu";
import { isNothing } from "../data-grid/selection";
import { SelectionBar } from "../data-grid/selection-bar";
import { Failure } from "../layout/failure";
import { useTRPC } from "../layout/trpc";
import { useShortcuts } from "../shortcuts/use-shortcuts";
import { Button, ButtonLink } from "../ui/button";
import { EmptyState } from "../ui/empty-state";
import { formatCount } from "../ui/format";
import { Money } from "../ui/money";
import { Skeleton } from "../ui/skeleton";
import { SavedViews } from "../views/saved-views";
import { Arrivals } from "./arrivals";
import { ExportMenu, exportAll, exportSelected } from "./export-menu";
import { isFiltered } from "./filter";
import { unknownKeys } from "./list-address";
import { OperationCard } from "./operation-card";
import { useOperationColumns } from "./operation-columns";
import { OperationFilters } from "./operation-filters";
import { OperationPeek } from "./operation-peek";
import { type OperationListState, useOperationList } from "./use-operation-list";

/** Every operation in scope; filter, order, columns and the open row are in the address. */
export function OperationList({ canSend }: { canSend: boolean }) {
  const t = useTranslations("operations");
  const state = useOperationList();
  const { filter, look, place, list, items, totals, matching, selection, query } = state;
  const columns = useOperationColumns(totals.data, query);
  const mark = list.isPlaceholderData ? null : list.data?.pages[0]?.mark;
  const search = useRef<HTMLInputElement>(null);
  useShortcuts(t("title"), [
    { keys: "/", label: t("keys.search"), run: () => search.current?.focus() },
    { keys: "f", label: t("keys.filter"), run: focusFirstFilter },
    { keys: "Shift+f", label: t("keys.clear"), run: () => state.onFilter(null) },
    { keys: "e", label: t("keys.export"), run: () => exportAll("csv", query) },
  ]);
  useOpenView(state);
  return (
    <div className="flex flex-col gap-3">
      <OperationFilters filter={filter} onChange={state.onFilter} inputRef={search}>
        <div className="flex flex-wrap items-start gap-2">
          <SavedViews
            screen="operacoes"
            query={query}
            viewId={place.v}
            presets={usePresets()}
            onShow={state.onShow}
          />
          <GridMenu
            columns={columns}
            chosen={look.cols}
            onChange={(cols) => void state.setLook({ cols })}
            widths={look.larg}
            onWidths={state.onWidths}
          />
          <ExportMenu label={t("export.button")} onExport={(format) => exportAll(format, query)} />
        </div>
      </OperationFilters>
      <div className="flex min-h-6 flex-wrap items-center">
        <Summary totals={totals.data} isBusy={totals.isFetching} />
        {mark && !list.isRefetching ? (
          <Arrivals input={state.input} mark={mark} onAgain={state.onAgain} />
        ) : null}
      </div>
      <IgnoredKeys />
      {list.isError ? <Failure error={list.error} retry={() => list.refetch()} /> : null}
      {list.isPending ? <Waiting /> : null}
      {list.isSuccess && items.length === 0 ? <Nothing state={state} canSend={canSend} /> : null}
      {items.length > 0 ? (
        <div className="flex items-start gap-4">
          <div
            className="flex min-w-0 flex-1 flex-col gap-3"
            style={{ "--grid-taken": isNothing(selection) ? "21rem" : "25rem" } as CSSProperties}
          >
            <DataGrid
              key={state.reading}
              label={t("title")}
              columns={columns}
              chosen={look.cols}
              widths={look.larg}
              onWidth={state.onWidth}
              items={items}
              idOf={idOf}
              nameOf={nameOf}
              hrefOf={hrefOf}
              count={matching?.count}
              sort={look.ord}
              onSort={(ord) => void state.setLook({ ord: ord as typeof look.ord })}
              hasMore={list.hasNextPage}
              isLoadingMore={list.isFetchingNextPage}
              onMore={state.onMore}
              isStale={list.isPlaceholderData}
              selection={selection}
              onSelection={state.onSelection}
              openId={place.ver}
              onOpen={state.onOpen}
              onEnter={state.onEnter}
              onRest={state.fetchAhead}
              card={(row) => <OperationCard row={row} list={query} />}
            />
            <SelectionBar
              selection={selection}
              onSelection={state.onSelection}
              amounts={state.amounts}
              matching={matching?.count}
            >
              <ExportMenu
                label={t("export.selected")}
                onExport={(format) => exportSelected(format, query, selection)}
              />
            </SelectionBar>
          </div>
          {place.ver ? (
            <OperationPeek operationId={place.ver} list={query} onClose={() => state.onOpen(null)} />
          ) : null}
        </div>
      ) : null}
    </div>
  );
}

// The same functions at every drawing: what the grid derives from a hundred thousand rows stays.
const idOf = (row: OperationRow) => row.operationId;
const nameOf = (row: OperationRow) => row.externalId;
const hrefOf = (id: string) => `/operacoes/${id}`;

function focusFirstFilter() {
  document.querySelector<HTMLElement>("search [aria-haspopup=dialog]")?.focus();
}

function usePresets() {
  const t = useTranslations("operations.presets");
  return [
    { name: t("all"), query: "" },
    { name: t("pending"), query: "status=pendente" },
    { name: t("review"), query: "status=em_revisao" },
    { name: t("price"), query: "status=aguardando_preco,em_revisao" },
    { name: t("today"), query: "status=executada&periodo=hoje" },
    { name: t("largest"), query: "status=executada&ord=-valor" },
  ];
}

/** A link that names a view and nothing else shows the view. */
function useOpenView({ place, query, onShow }: OperationListState) {
  const trpc = useTRPC();
  const views = useQuery(trpc.views.list.queryOptions({ screen: "operacoes" }));
  const isDone = useRef(false);
  useEffect(() => {
    if (isDone.current || !views.data) return;
    isDone.current = true;
    const view = views.data.find(({ viewId }) => viewId === place.v);
    if (view && query === "" && view.query !== "") onShow(view.query, view.viewId);
  }, [views.data, place.v, query, onShow]);
}

function Summary({ totals, isBusy }: { totals: OperationTotals | undefined; isBusy: boolean }) {
  const t = useTranslations("operations");
  const locale = useLocale();
  return (
    <p role="status" aria-busy={isBusy} className="figures min-h-5 text-muted">
      {totals === undefined ? null : (
        <>
          <strong className="font-semibold text-ink">
            {t("count", { count: totals.count, formatted: formatCount(totals.count, locale) })}
          </strong>
          {" · "}
          {t("executedSum")} <Money cents={totals.totalCents} />
        </>
      )}
    </p>
  );
}

function IgnoredKeys() {
  const t = useTranslations("grid.filters");
  const unknown = unknownKeys(new Set(useSearchParams().keys()));
  if (unknown.length === 0) return null;
  return (
    <p className="text-xs text-pending">
      {t("ignored", { count: unknown.length, keys: unknown.join(", ") })}
    </p>
  );
}

function Waiting() {
  return (
    <div aria-busy className="card flex flex-col">
      {Array.from({ length: 12 }, (_, row) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: they are all the same
        <div key={row} className="flex h-9 items-center gap-6 border-b border-line px-3 last:border-b-0">
          {["w-24", "w-28", "w-16", "w-20", "w-24", "w-32"].map((width) => (
            <Skeleton key={width} className={`h-3.5 ${width}`} />
          ))}
        </div>
      ))}
    </div>
  );
}

/** Nothing there yet, or nothing that matches: two different things to do about it. */
function Nothing({ state, canSend }: { state: OperationListState; canSend: boolean }) {
  const t = useTranslations("operations");
  const isNoMatch = isFiltered(state.filter);
  return (
    <div className="card">
      <EmptyState
        icon={isNoMatch ? <SearchX aria-hidden /> : <ArrowLeftRight aria-hidden />}
        title={t(isNoMatch ? "emptyFiltered" : "empty")}
        action={
          isNoMatch ? (
            <Button onClick={() => state.onFilter(null)}>{t("filters.clear")}</Button>
          ) : canSend ? (
            <ButtonLink href="/arquivos/enviar" kind="primary">
              {t("send")}
            </ButtonLink>
          ) : undefined
        }
      >
        {t(isNoMatch ? "emptyFilteredHint" : "emptyHint")}
      </EmptyState>
    </div>
  );
}
