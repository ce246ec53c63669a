"use client";

import { useQuery } from "@tanstack/react-query";
import { Check } from "lucide-react";
import Link from "next/link";
import { useLocale, useTranslations } from "next-intl";
import { Failure } from "../layout/failure";
import { useFundScope } from "../layout/fund-scope";
import { type RouterOutput, useTRPC } from "../layout/trpc";
import { classNames } from "../ui/class-names";
import { formatCount, formatDuration, formatTime } from "../ui/format";
import { ProgressBar } from "../ui/progress";
import { Section } from "../ui/section";
import { Skeleton } from "../ui/skeleton";

type Processing = RouterOutput["home"]["processing"];
type Upload = Processing["active"][number];

const stages = ["reading", "accepting", "pricing", "executing", "done"] as const;

/** Files at work now, each against its promised time; with none at work, how the day went. */
export function ProcessingCard() {
  const t = useTranslations("home.processing");
  const trpc = useTRPC();
  const [fundCode] = useFundScope();
  const processing = useQuery({
    ...trpc.home.processing.queryOptions({ fundCode }),
    refetchInterval: ({ state }) => (state.data && state.data.active.length > 0 ? 1_500 : 10_000),
  });
  return (
    <Section title={t("title")}>
      {processing.isError ? (
        <div className="p-4">
          <Failure error={processing.error} retry={() => processing.refetch()} />
        </div>
      ) : null}
      {processing.isPending ? <Skeleton className="m-4 h-24" /> : null}
      {processing.data ? <Content processing={processing.data} /> : null}
    </Section>
  );
}

function Content({ processing: { active, newest, slowest } }: { processing: Processing }) {
  const t = useTranslations("home.processing");
  return (
    <div className="flex flex-col gap-4 p-4">
      {active.map((upload) => (
        <Working key={upload.uploadId} upload={upload} />
      ))}
      {active.length === 0 ? <p className="text-muted">{t(newest ? "idle" : "idleToday")}</p> : null}
      {newest ? <Ended label={t("newest")} upload={newest} /> : null}
      {slowest && slowest.uploadId !== newest?.uploadId ? (
        <Ended label={t("slowest")} upload={slowest} />
      ) : null}
    </div>
  );
}

function Working({ upload }: { upload: Upload }) {
  const t = useTranslations("home.processing");
  const locale = useLocale();
  const { stage, done, total, perSecond, endsAt, slackS, elapsedS } = upload.progress;
  const percent = total > 0 ? (done / total) * 100 : null;
  return (
    <div className="flex min-w-0 flex-col gap-2">
      <ProgressBar
        label={
          <Link href={`/arquivos/${upload.uploadId}`} className="text-accent hover:underline">
            {upload.fileName}
          </Link>
        }
        value={percent}
        text={t("of", { done: formatCount(done, locale), total: formatCount(total, locale) })}
      />
      <Steps stage={stage} />
      <p className="figures text-xs text-muted">
        {perSecond ? `${t("pace", { pace: formatCount(Math.round(perSecond), locale) })} · ` : ""}
        {endsAt && total > done ? `${t("ends", { at: formatTime(endsAt, locale, true) })} · ` : ""}
        <span className={classNames("font-medium", slackS < 0 ? "text-bad" : "text-ok")}>
          {slackS < 0
            ? t("over", { promised: formatDuration(upload.promisedS), by: formatDuration(-slackS) })
            : t("within", { promised: formatDuration(upload.promisedS), left: formatDuration(slackS) })}
        </span>{" "}
        · {t("elapsed", { elapsed: formatDuration(elapsedS) })}
      </p>
    </div>
  );
}

/** Where the file is on its way, in words and marks. */
function Steps({ stage }: { stage: Upload["progress"]["stage"] }) {
  const t = useTranslations("home.processing");
  const current = stages.indexOf(stage);
  return (
    <ol aria-label={t("steps")} className="flex flex-wrap gap-x-3 gap-y-1 text-xs">
      {stages.map((one, index) => (
        <li
          key={one}
          aria-current={index === current ? "step" : undefined}
          className={classNames(
            "inline-flex items-center gap-1",
            index === current ? "font-semibold text-moving" : "text-muted",
          )}
        >
          {index < current ? <Check aria-hidden className="size-3.5 text-ok" /> : null}
          {t(`stage.${one}`)}
          {index < current ? <span className="sr-only"> ({t("stepDone")})</span> : null}
        </li>
      ))}
    </ol>
  );
}

function Ended({ label, upload }: { label: string; upload: Upload }) {
  const t = useTranslations("home.processing");
  const locale = useLocale();
  const { elapsedS, slackS } = upload.progress;
  return (
    <p className="figures flex flex-wrap items-baseline gap-x-2 gap-y-0.5">
      <span className="text-muted">{label}:</span>
      <Link href={`/arquivos/${upload.uploadId}`} className="font-medium text-accent hover:underline">
        {upload.fileName}
      </Link>
      <span className="text-xs text-muted">
        {upload.finishedAt ? `${formatTime(upload.finishedAt, locale)} · ` : ""}
        <span className={slackS < 0 ? "text-bad" : "text-ok"}>
          {t(slackS < 0 ? "tookOver" : "took", {
            elapsed: formatDuration(elapsedS),
            promised: formatDuration(upload.promisedS),
          })}
        </span>
      </span>
    </p>
  );
}
