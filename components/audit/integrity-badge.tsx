"use client";

import { useQuery } from "@tanstack/react-query";
import Link from "next/link";
import { useLocale, useTranslations } from "next-intl";
import { type RouterOutput, useTRPC } from "../layout/trpc";
import { Instant } from "../ui/date-time";
import { formatCount, formatDuration } from "../ui/format";
import { Popover } from "../ui/popover";
import { StatusBadge, type Tone } from "../ui/status-badge";

type Report = RouterOutput["audit"]["integrity"];
type State = Report["state"];

const tones: Record<State, Tone> = {
  WHOLE: "done",
  BEHIND: "waiting",
  STALE: "waiting",
  UNVERIFIED: "waiting",
  BROKEN: "bad",
};

/** What can be said of the whole log now, and on a press, what that proves and what it does not. */
export function IntegrityBadge({ isCut }: { isCut: boolean }) {
  const t = useTranslations("audit.integrity");
  const locale = useLocale();
  const trpc = useTRPC();
  const { data } = useQuery({ ...trpc.audit.integrity.queryOptions(), refetchInterval: 5_000 });
  if (!data) return null;
  const isPart = isCut || !data.isWholeInSight;
  return (
    <div className="flex flex-wrap items-center gap-2">
      <Popover
        label={t("title")}
        align="start"
        className="w-96 max-w-[calc(100vw-2rem)] gap-3 p-4 text-sm"
        trigger={
          <button type="button" className="rounded-sm">
            <StatusBadge tone={tones[data.state]}>
              <BadgeText report={data} />
            </StatusBadge>
          </button>
        }
      >
        <Explanation report={data} isPart={isPart} />
      </Popover>
      {isPart ? <StatusBadge tone="inert">{t("cut")}</StatusBadge> : null}
      <span role="status" className="sr-only">
        {data.state === "BROKEN" ? t("BROKEN", { place: placeOf(data, locale), what: "" }) : ""}
      </span>
    </div>
  );
}

function placeOf({ verified }: Report, locale: string): string {
  const [first] = verified?.problems ?? [];
  if (first?.seq !== null && first?.seq !== undefined) return `#${formatCount(first.seq, locale)}`;
  return first?.eventId?.slice(0, 8) ?? "?";
}

function BadgeText({ report }: { report: Report }) {
  const t = useTranslations("audit.integrity");
  const locale = useLocale();
  const { state, verified, readAt, unsealed } = report;
  if (!verified) return <>{t("UNVERIFIED")}</>;
  const ago = formatDuration((readAt.getTime() - verified.at.getTime()) / 1000);
  const size = formatCount(verified.size, locale);
  if (state === "BROKEN")
    return (
      <>
        {t("BROKEN", {
          place: placeOf(report, locale),
          what: t(`problems.${verified.problems[0]?.what ?? "HALTED"}`),
        })}
      </>
    );
  if (state === "STALE") return <>{t("STALE", { ago })}</>;
  if (state === "BEHIND") return <>{t("BEHIND", { size, count: formatCount(unsealed, locale) })}</>;
  return <>{t("WHOLE", { size, ago })}</>;
}

function Explanation({ report, isPart }: { report: Report; isPart: boolean }) {
  const t = useTranslations("audit.integrity");
  const locale = useLocale();
  const { verified, checkpoint, unsealed, lagSeconds } = report;
  return (
    <>
      <h2 className="text-base font-semibold">{t("title")}</h2>
      {verified && verified.problems.length > 0 ? (
        <ul className="flex flex-col gap-1 text-bad">
          {verified.problems.slice(0, 5).map((problem) => (
            <li key={`${problem.what}${problem.seq}${problem.eventId}`}>
              {t(`problems.${problem.what}`)}
              {problem.seq === null ? "" : ` · #${formatCount(problem.seq, locale)}`}
              {problem.eventId ? (
                <>
                  {" "}
                  <Link href={`/auditoria?evento=${problem.eventId}`} className="underline">
                    {problem.eventId.slice(0, 8)}
                  </Link>
                </>
              ) : null}
            </li>
          ))}
          {verified.problemCount > 5 ? <li>{t("more", { count: verified.problemCount - 5 })}</li> : null}
        </ul>
      ) : null}
      <dl className="grid grid-cols-[auto_1fr] gap-x-3 gap-y-1">
        {verified ? (
          <>
            <dt className="text-muted">{t("verifiedAt")}</dt>
            <dd>
              <Instant at={verified.at} />
            </dd>
            <dt className="text-muted">{t("verifiedSize")}</dt>
            <dd className="figures">
              {t("against", {
                size: formatCount(verified.size, locale),
                checkpoints: formatCount(verified.checkpoints, locale),
              })}
            </dd>
          </>
        ) : null}
        <dt className="text-muted">{t("checkpoint")}</dt>
        <dd className="figures">
          {checkpoint ? (
            <>
              #{formatCount(checkpoint.size, locale)} · <Instant at={checkpoint.at} />
            </>
          ) : (
            "—"
          )}
        </dd>
        <dt className="text-muted">{t("waiting")}</dt>
        <dd className="figures">
          {formatCount(unsealed, locale)} · {formatDuration(lagSeconds)}
        </dd>
      </dl>
      <p>
        <strong>{t("provesTitle")}</strong> {t("proves")}
      </p>
      <p>
        <strong>{t("notTitle")}</strong> {t("not")}
      </p>
      {isPart ? <p>{t("cutHint")}</p> : null}
    </>
  );
}
