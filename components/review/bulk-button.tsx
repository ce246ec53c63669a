"use client";

import { ListChecks } from "lucide-react";
import dynamic from "next/dynamic";
import { useLocale, useTranslations } from "next-intl";
import { useQueryState } from "nuqs";
import { useState } from "react";
import type { QueueName } from "#server/domain/review/browser";
import { Button } from "../ui/button";
import { formatCount } from "../ui/format";
import type { Queue } from "./use-queue";

const BulkDialog = dynamic(() => import("./bulk-dialog").then((module) => module.BulkDialog), { ssr: false });

/** One decision about everything that the filter finds. */
export function BulkButton({ queue, announce }: { queue: Queue; announce: (text: string) => void }) {
  const t = useTranslations("review.bulk");
  const locale = useLocale();
  const [isOpen, setOpen] = useState(false);
  const count = queue.counts.data?.[queue.input.filter.queue as QueueName] ?? 0;
  // In the address, so that a page read again goes on showing how far it is.
  const [startedId, setStartedId] = useQueryState("lote");
  const isOffered = count >= 2 && queue.address.fila !== "retidas";
  return (
    <>
      {isOffered ? (
        <Button onClick={() => setOpen(true)} aria-haspopup="dialog">
          <ListChecks aria-hidden />
          {t("open", { count: formatCount(count, locale) })}
        </Button>
      ) : null}
      {isOpen || startedId ? (
        <BulkDialog
          queue={queue}
          count={count}
          startedId={startedId}
          onStarted={(bulkId) => {
            setOpen(true);
            void setStartedId(bulkId);
          }}
          announce={announce}
          onClose={() => {
            setOpen(false);
            void setStartedId(null);
          }}
        />
      ) : null}
    </>
  );
}
