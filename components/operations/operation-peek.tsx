"use client";

import { useQuery } from "@tanstack/react-query";
import { ExternalLink, X } from "lucide-react";
import { useLocale, useTranslations } from "next-intl";
import { Failure } from "../layout/failure";
import { useTRPC } from "../layout/trpc";
import { ButtonLink } from "../ui/button";
import { Day } from "../ui/date-time";
import { formatDecimal } from "../ui/format";
import { Money } from "../ui/money";
import { DefinitionList } from "../ui/section";
import { Skeleton } from "../ui/skeleton";
import { addressIn } from "./list-address";
import { OperationStatus } from "./operation-status";
import { TimelineList } from "./operation-timeline";

/** The open row beside its list: it follows the keyboard, and the list stays in use. */
export function OperationPeek({
  operationId,
  list,
  onClose,
}: {
  operationId: string;
  /** Filter and order of the list beside it. */
  list: string;
  onClose: () => void;
}) {
  const t = useTranslations("operations");
  const locale = useLocale();
  const trpc = useTRPC();
  const { data, error, isPending, refetch } = useQuery(trpc.operations.get.queryOptions({ operationId }));
  const operation = data?.operation;
  return (
    <aside
      aria-label={t("peek.label")}
      className="card sticky top-18 flex max-h-[max(20rem,calc(100dvh-21rem))] w-104 shrink-0 flex-col overflow-y-auto max-lg:fixed max-lg:inset-y-0 max-lg:right-0 max-lg:top-14 max-lg:z-40 max-lg:max-h-none max-lg:w-[min(26rem,100vw)] max-lg:rounded-none max-lg:shadow-layer"
    >
      <div className="sticky top-0 z-10 flex items-start justify-between gap-2 border-b border-line bg-surface px-4 py-3">
        <div className="min-w-0">
          <h2 className="truncate text-base font-semibold">{operation?.externalId ?? t("detail.title")}</h2>
          {operation ? (
            <p className="text-xs text-muted">{`${operation.fundCode} · ${operation.fundName}`}</p>
          ) : null}
        </div>
        <div className="flex items-center gap-1">
          <ButtonLink
            href={addressIn(list, operationId)}
            kind="quiet"
            size="icon"
            aria-label={t("peek.open")}
          >
            <ExternalLink aria-hidden />
          </ButtonLink>
          <button
            type="button"
            onClick={onClose}
            aria-label={t("peek.close")}
            className="inline-flex size-8 items-center justify-center rounded-md text-muted hover:bg-hover hover:text-ink"
          >
            <X aria-hidden className="size-4" />
          </button>
        </div>
      </div>
      {error ? (
        <div className="p-4">
          <Failure error={error} retry={() => refetch()} />
        </div>
      ) : null}
      {isPending ? (
        <div aria-busy className="flex flex-col gap-3 p-4">
          {["w-32", "w-full", "w-full", "w-2/3", "w-full"].map((width, place) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: they never move
            <Skeleton key={place} className={`h-4 ${width}`} />
          ))}
        </div>
      ) : null}
      {operation && data ? (
        <>
          <div className="flex flex-col gap-2 border-b border-line px-4 py-3">
            <OperationStatus operation={operation} />
            <p className="text-sm text-muted">
              {operation.state === "PENDING"
                ? t(`next.${operation.waitReason ?? "READY"}`)
                : t(`next.${operation.state}`)}
            </p>
          </div>
          <DefinitionList
            items={[
              [t("columns.side"), t(`side.${operation.side}`)],
              [t("columns.asset"), operation.assetCode ?? operation.assetRef],
              [t("columns.date"), <Day key="day" day={operation.operationOn} />],
              [t("columns.quantity"), formatDecimal(operation.quantity, locale)],
              [
                t("columns.unitPrice"),
                operation.unitPrice ? formatDecimal(operation.unitPrice, locale, 6) : "—",
              ],
              [
                t("columns.totalMoney"),
                <strong key="total">
                  <Money cents={operation.totalCents} />
                </strong>,
              ],
              ...(operation.upload && operation.line
                ? ([
                    [
                      t("detail.origin"),
                      `${operation.upload.fileName} · ${t("detail.line", { line: operation.line.lineNo })}`,
                    ],
                  ] as [string, string][])
                : []),
            ]}
          />
          <h3 className="border-t border-line px-4 pt-3 text-sm font-semibold">{t("detail.events")}</h3>
          <TimelineList
            events={data.timeline.events.filter((event) => event.level === "essential" || event.isFailure)}
            next={data.timeline.next}
            operationId={operationId}
            records="none"
          />
        </>
      ) : null}
    </aside>
  );
}
