"use client";

import { keepPreviousData, useInfiniteQuery, useQuery, useQueryClient } from "@tanstack/react-query";
import { PackageOpen, ScrollText, SearchX } from "lucide-react";
import Link from "next/link";
import { useSearchParams } from "next/navigation";
import { useLocale, useTranslations } from "next-intl";
import { useQueryStates } from "nuqs";
import { useMemo, useRef } from "react";
import { Failure } from "../layout/failure";
import { LoadMore } from "../layout/load-more";
import { alone, useTRPC } from "../layout/trpc";
import { useShortcuts } from "../shortcuts/use-shortcuts";
import { Button } from "../ui/button";
import { classNames } from "../ui/class-names";
import { EmptyState } from "../ui/empty-state";
import { formatCount } from "../ui/format";
import { Skeleton } from "../ui/skeleton";
import { SavedViews } from "../views/saved-views";
import { AuditFilters } from "./audit-filters";
import { download } from "./download";
import { EventDensity } from "./event-density";
import { EventPanel } from "./event-panel";
import { EventTable } from "./event-table";
import {
  filterKeys,
  filterParsers,
  isFiltered,
  loadFilter,
  noFilter,
  placeParsers,
  queryOf,
  toInput,
} from "./filter";
import { IntegrityBadge } from "./integrity-badge";
import { NewEvents } from "./new-events";
import { ReverseNamed } from "./reverse-named";

/** More than so many are not counted. */
const countMax = 10_000;

/** Every event in scope, newest first; filter and open event are in the address. */
export function AuditList({ canExport, canReverse }: { canExport: boolean; canReverse: boolean }) {
  const t = useTranslations("audit");
  const trpc = useTRPC();
  const queryClient = useQueryClient();
  const [filter, setFilter] = useQueryStates(filterParsers);
  const [place, setPlace] = useQueryStates(placeParsers);
  const input = useMemo(() => toInput(filter), [filter]);
  const search = useRef<HTMLInputElement>(null);
  const isCut = isFiltered(filter);
  const onFilter = (change: Partial<typeof filter> | null) =>
    void setFilter(change ?? noFilter, { history: change ? "replace" : "push" });
  const onOpen = (evento: string | null) =>
    void setPlace({ evento }, { history: evento !== null && place.evento !== null ? "replace" : "push" });
  const list = useInfiniteQuery({
    ...trpc.audit.list.infiniteQueryOptions(input, { ...alone, getNextPageParam: (page) => page.nextCursor }),
    placeholderData: keepPreviousData,
    refetchOnWindowFocus: false,
  });
  const events = list.data?.pages.flatMap((page) => page.items) ?? [];
  const showNew = () => void queryClient.invalidateQueries(trpc.audit.pathFilter());
  const exportPack = () => download(`/api/auditoria/exportacao${queryOf(filter)}`);
  useShortcuts(t("title"), [
    { keys: "/", label: t("keys.search"), run: () => search.current?.focus() },
    { keys: "Shift+f", label: t("keys.clear"), run: () => onFilter(null) },
    ...(canExport ? [{ keys: "Shift+e", label: t("keys.pack"), run: exportPack }] : []),
  ]);
  return (
    <div className="flex flex-col gap-3">
      <IntegrityBadge isCut={isCut} />
      <AuditFilters filter={filter} onChange={onFilter} inputRef={search}>
        <div className="flex flex-wrap items-start gap-2">
          <SavedViews
            screen="auditoria"
            query={queryOf(filter).slice(1)}
            viewId={place.v}
            presets={usePresets()}
            onShow={(query, v) => {
              void setFilter({ ...noFilter, ...loadFilter(new URLSearchParams(query)) }, { history: "push" });
              void setPlace({ v, evento: null });
            }}
          />
          {canExport ? (
            <Button onClick={exportPack}>
              <PackageOpen aria-hidden />
              {t(isCut ? "exportCut" : "exportAll")}
            </Button>
          ) : null}
          {canReverse ? <ReverseNamed filter={filter} /> : null}
        </div>
      </AuditFilters>
      <EventDensity input={input} filter={filter} onChange={onFilter} />
      <div className="flex min-h-6 flex-wrap items-center gap-x-4">
        <Count input={input} />
        {events[0] ? <NewEvents input={input} after={events[0].seq} onShow={showNew} /> : null}
        <WaitingReversals />
      </div>
      <IgnoredKeys />
      {list.isError ? <Failure error={list.error} retry={() => list.refetch()} /> : null}
      {list.isPending ? <Skeleton className="h-96" /> : null}
      {list.isSuccess && events.length === 0 ? (
        <div className="card">
          <EmptyState
            icon={isCut ? <SearchX aria-hidden /> : <ScrollText aria-hidden />}
            title={t(isCut ? "emptyFiltered" : "empty")}
            action={isCut ? <Button onClick={() => onFilter(null)}>{t("filters.clear")}</Button> : undefined}
          />
        </div>
      ) : null}
      <div className="flex items-start gap-4">
        {events.length > 0 ? (
          <div
            className={classNames(
              "flex min-w-0 flex-1 flex-col gap-3",
              list.isPlaceholderData && "opacity-60",
            )}
          >
            <EventTable events={events} openId={place.evento} onOpen={onOpen} />
            <LoadMore
              shown={events.length}
              hasMore={list.hasNextPage}
              isBusy={list.isFetchingNextPage}
              onMore={() => list.fetchNextPage()}
            />
          </div>
        ) : null}
        {place.evento ? <EventPanel eventId={place.evento} onClose={() => onOpen(null)} /> : null}
      </div>
    </div>
  );
}

/** What auditors ask first. */
function usePresets() {
  const t = useTranslations("audit.presets");
  return [
    { name: t("people"), query: "origem=tela" },
    { name: t("decisions"), query: "acao=review.decide,review.undo,operation.edit,operation.reject" },
    {
      name: t("reversals"),
      query: "acao=operation.reverse,reversal.request,reversal.approve,reversal.finish",
    },
    {
      name: t("access"),
      query: "acao=user.invite,user.update,user.disable,access.request,access.approve,token.create",
    },
    { name: t("looked"), query: "acao=audit.export,audit.reveal,audit.read_large,export.begin" },
    { name: t("refused"), query: "acao=session.refuse" },
  ];
}

function Count({ input }: { input: ReturnType<typeof toInput> }) {
  const t = useTranslations("audit");
  const locale = useLocale();
  const trpc = useTRPC();
  const { data, isFetching } = useQuery({
    ...trpc.audit.count.queryOptions(input, alone),
    placeholderData: keepPreviousData,
  });
  const isMore = data !== undefined && data > countMax;
  return (
    <p role="status" aria-busy={isFetching} className="figures min-h-5 text-muted">
      {data === undefined
        ? null
        : t(isMore ? "countMore" : "count", {
            count: data,
            formatted: formatCount(Math.min(data, countMax), locale),
          })}
    </p>
  );
}

/** What waits for a second person is said where it came from. */
function WaitingReversals() {
  const t = useTranslations("audit");
  const trpc = useTRPC();
  const { data } = useQuery(trpc.reversals.list.queryOptions({ isWaiting: true }));
  const count = data?.items.length ?? 0;
  return (
    <Link href="/auditoria/estornos" className="text-accent hover:underline">
      {t("reversals.link", { count })}
    </Link>
  );
}

const known = new Set<string>([...filterKeys, ...Object.keys(placeParsers)]);

function IgnoredKeys() {
  const t = useTranslations("grid.filters");
  const unknown = [...new Set(useSearchParams().keys())].filter((key) => !known.has(key));
  if (unknown.length === 0) return null;
  return (
    <p className="text-xs text-pending">
      {t("ignored", { count: unknown.length, keys: unknown.join(", ") })}
    </p>
  );
}
