"use client";

import { useQuery } from "@tanstack/react-query";
import { FileDown, X } from "lucide-react";
import Link from "next/link";
import { useLocale, useTranslations } from "next-intl";
import { type ReactNode, useState } from "react";
import { Failure } from "../layout/failure";
import { type RouterOutput, useTRPC } from "../layout/trpc";
import { Button } from "../ui/button";
import { CopyButton } from "../ui/copy-button";
import { Instant } from "../ui/date-time";
import { formatCount } from "../ui/format";
import { DefinitionList } from "../ui/section";
import { Skeleton } from "../ui/skeleton";
import { ChangeList } from "./change-list";
import { download } from "./download";
import { Source, Who } from "./event-table";
import { Personal } from "./personal";
import { Recheck } from "./recheck";
import { SubjectLink } from "./subject-link";
import { actionInWords, type Words } from "./words";

type Detail = RouterOutput["audit"]["get"];

/** One event beside the list: what changed, exactly what was sealed, and the way to check it. */
export function EventPanel({ eventId, onClose }: { eventId: string; onClose: () => void }) {
  const t = useTranslations("audit");
  const trpc = useTRPC();
  const { data, error, isPending, refetch } = useQuery(trpc.audit.get.queryOptions({ eventId }));
  return (
    <aside
      aria-label={t("panel.label")}
      className="card sticky top-18 flex max-h-[calc(100dvh-6rem)] w-112 shrink-0 flex-col overflow-y-auto max-xl:fixed max-xl:inset-y-0 max-xl:right-0 max-xl:top-14 max-xl:z-40 max-xl:max-h-none max-xl:w-[min(28rem,100vw)] max-xl:rounded-none max-xl:shadow-layer"
    >
      <div className="sticky top-0 z-10 flex items-start justify-between gap-2 border-b border-line bg-surface px-4 py-3">
        <div className="min-w-0">
          <h2 className="text-base font-semibold">
            {data ? actionInWords(data.event.action, t as unknown as Words) : t("panel.label")}
          </h2>
          {data ? (
            <p className="text-xs text-muted">
              <Instant at={data.event.at} />
            </p>
          ) : null}
        </div>
        <button
          type="button"
          onClick={onClose}
          aria-label={t("panel.close")}
          className="inline-flex size-8 items-center justify-center rounded-md text-muted hover:bg-hover hover:text-ink"
        >
          <X aria-hidden className="size-4" />
        </button>
      </div>
      {error ? (
        <div className="p-4">
          <Failure error={error} retry={() => refetch()} />
        </div>
      ) : null}
      {isPending ? (
        <div aria-busy className="p-4">
          <Skeleton className="h-40" />
        </div>
      ) : null}
      {data ? <Content detail={data} /> : null}
    </aside>
  );
}

function Content({ detail }: { detail: Detail }) {
  const t = useTranslations("audit");
  const { event } = detail;
  const [isRaw, setRaw] = useState(false);
  const facts: [string, ReactNode][] = [
    [t("panel.who"), <Who key="who" event={event} />],
    [t("columns.subject"), <SubjectLink key="subject" subject={event} />],
    [t("columns.fund"), event.fundCode ?? "—"],
    [t("columns.reason"), event.reason ?? "—"],
    [t("columns.source"), <Source key="source" event={event} />],
  ];
  return (
    <>
      <DefinitionList items={facts} />
      <div className="flex items-center justify-between gap-2 border-t border-line px-4 pt-3">
        <h3 className="text-sm font-semibold">{t("columns.change")}</h3>
        <Button kind="quiet" aria-pressed={isRaw} onClick={() => setRaw(!isRaw)}>
          {t(isRaw ? "panel.inWords" : "panel.raw")}
        </Button>
      </div>
      {isRaw ? (
        <pre className="mx-4 mb-3 overflow-x-auto rounded-md bg-sunken p-3 font-mono text-xs whitespace-pre-wrap">
          {pretty(detail.canonical)}
        </pre>
      ) : (
        <ChangeList before={event.before} after={event.after} />
      )}
      {detail.personal.length > 0 ? <Personal eventId={event.eventId} fields={detail.personal} /> : null}
      <Seal detail={detail} />
      <Related detail={detail} />
    </>
  );
}

/** Spaced for reading; what is sealed is the text without the spaces. */
function pretty(canonical: string): string {
  try {
    return JSON.stringify(JSON.parse(canonical), null, 2);
  } catch {
    return canonical;
  }
}

function Seal({ detail }: { detail: Detail }) {
  const t = useTranslations("audit.panel");
  const locale = useLocale();
  const { event, leafHash, sealedHash, checkpoint } = detail;
  const isChanged = sealedHash !== null && sealedHash !== leafHash;
  return (
    <section aria-label={t("seal")} className="border-t border-line">
      <h3 className="px-4 pt-3 text-sm font-semibold">{t("seal")}</h3>
      {isChanged ? (
        <p role="alert" className="mx-4 mt-2 rounded-md bg-bad-tint p-2 text-bad">
          {t("changed")}
        </p>
      ) : null}
      <DefinitionList
        items={[
          [t("place"), event.place === null ? t("unsealed") : `#${formatCount(event.place, locale)}`],
          [t("hash"), <Hash key="hash" text={leafHash} />],
          ...(isChanged
            ? ([[t("sealedHash"), <Hash key="sealed" text={sealedHash} />]] as [string, ReactNode][])
            : []),
          [
            t("checkpoint"),
            checkpoint ? (
              <span key="checkpoint">
                #{formatCount(checkpoint.size, locale)} · <Instant at={checkpoint.at} />
              </span>
            ) : (
              "—"
            ),
          ],
        ]}
      />
      <div className="flex flex-col gap-1 px-4 pt-1 pb-3">
        <Button
          className="self-start"
          disabled={checkpoint === null}
          onClick={() => download(`/api/auditoria/eventos/${event.eventId}/prova`)}
        >
          <FileDown aria-hidden />
          {t("proof")}
        </Button>
        <p className="text-xs text-muted">{t("proofHint")}</p>
      </div>
      <Recheck key={event.eventId} eventId={event.eventId} sealedHash={checkpoint && sealedHash} />
    </section>
  );
}

function Hash({ text }: { text: string }) {
  const t = useTranslations("audit.panel");
  return (
    <span className="flex items-center gap-1 font-mono text-xs">
      {text.slice(0, 16)}…{text.slice(-8)}
      <CopyButton text={text} label={t("copyHash")} copiedLabel={t("copied")} />
    </span>
  );
}

function Related({ detail: { event, related } }: { detail: Detail }) {
  const t = useTranslations("audit");
  if (related.length === 0) return null;
  return (
    <section aria-label={t("panel.related")} className="border-t border-line pb-3">
      <h3 className="flex items-center justify-between px-4 pt-3 text-sm font-semibold">
        {t("panel.related")}
        <Link
          href={`/auditoria?pedido=${event.request}`}
          className="text-xs font-normal text-accent hover:underline"
        >
          {t("panel.allRelated")}
        </Link>
      </h3>
      <ol className="divide-y divide-line">
        {related.map((one) => (
          <li key={one.eventId} className="flex flex-wrap items-baseline gap-x-2 px-4 py-1.5">
            <Link
              href={`/auditoria?evento=${one.eventId}`}
              className="inline-flex min-h-6 items-center font-medium text-accent hover:underline"
            >
              {actionInWords(one.action, t as unknown as Words)}
            </Link>
            <SubjectLink subject={one} />
          </li>
        ))}
      </ol>
    </section>
  );
}
