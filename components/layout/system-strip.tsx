"use client";

import { TriangleAlert } from "lucide-react";
import Link from "next/link";
import { useLocale, useTranslations } from "next-intl";
import { formatDuration, formatShare, formatTime } from "../ui/format";
import { type Pulse, usePulse } from "./pulse";

/** What is unwell, in words that say what becomes of the work; nothing while all is well. */
export function SystemStrip() {
  const t = useTranslations("shell.strip");
  const locale = useLocale();
  const { pulse } = usePulse();
  const ailments = pulse ? listAilments(pulse) : [];
  return (
    <div role="status" aria-label={t("label")}>
      {ailments.map((ailment) => (
        <p
          key={ailment.kind}
          className="flex items-start gap-2 border-b border-pending/40 bg-pending-tint px-4 py-2 text-pending md:px-6"
        >
          <TriangleAlert aria-hidden className="mt-0.5 size-4 shrink-0" />
          <span>
            <strong className="font-semibold">
              {ailment.kind === "open" ? t("open", { since: formatTime(ailment.since, locale) }) : null}
              {ailment.kind === "unstable"
                ? t("unstable", { share: formatShare(ailment.share, locale, 0) })
                : null}
              {ailment.kind === "late" ? t("late", { age: formatDuration(ailment.ageS) }) : null}
              {ailment.kind === "noWorker" ? t("noWorker") : null}
            </strong>{" "}
            <span className="text-ink">{t(`then.${ailment.kind}`)}</span>{" "}
            {ailment.kind === "open" || ailment.kind === "unstable" ? (
              <Link
                href="/operacoes?status=aguardando_preco"
                className="text-ink underline underline-offset-2"
              >
                {t("seeWaiting")}
              </Link>
            ) : null}
          </span>
        </p>
      ))}
    </div>
  );
}

type Ailment =
  | { kind: "open"; since: Date }
  | { kind: "unstable"; share: number }
  | { kind: "late"; ageS: number }
  | { kind: "noWorker" };

/** Failing calls are the price source's normal; the strip is for when people would notice. */
const unstableShare = 0.4;
const fewestCalls = 10;
const lateS = 60;
const workerSeenS = 60;

function listAilments({ priceSource, queue, readAt }: Pulse): Ailment[] {
  const found: Ailment[] = [];
  const { calls, failures } = priceSource;
  if (priceSource.isOpen) found.push({ kind: "open", since: priceSource.openedAt ?? readAt });
  else if (calls >= fewestCalls && failures / calls >= unstableShare)
    found.push({ kind: "unstable", share: failures / calls });
  const seenS = queue.workerSeenAt ? (readAt.getTime() - queue.workerSeenAt.getTime()) / 1000 : Infinity;
  if (seenS > workerSeenS) found.push({ kind: "noWorker" });
  else if (queue.oldestDueS > lateS) found.push({ kind: "late", ageS: queue.oldestDueS });
  return found;
}
