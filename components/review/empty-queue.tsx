"use client";

import { Inbox, SearchX } from "lucide-react";
import { useTranslations } from "next-intl";
import { Button } from "../ui/button";
import { EmptyState } from "../ui/empty-state";
import { isNarrowed } from "./queue-address";
import type { Queue } from "./use-queue";

/** Nothing left to do here, or nothing that matches: two different things to do about it. */
export function EmptyQueue({ queue, decided }: { queue: Queue; decided: number }) {
  const t = useTranslations("review.empty");
  const { address, setAddress, counts } = queue;
  const others = address.fila === "todas" ? 0 : (counts.data?.all ?? 0);
  if (isNarrowed(address)) {
    return (
      <div className="card">
        <EmptyState
          icon={<SearchX aria-hidden />}
          title={t("filtered")}
          action={
            <Button
              onClick={() => void setAddress({ motivo: null, classe: null, valor: null, arquivo: null })}
            >
              {t("clear")}
            </Button>
          }
        />
      </div>
    );
  }
  return (
    <div className="card">
      <EmptyState
        icon={<Inbox aria-hidden />}
        title={t(`titles.${address.fila}`)}
        action={
          others > 0 ? (
            <Button onClick={() => void setAddress({ fila: "todas" }, { history: "push" })}>
              {t("seeAll", { count: others })}
            </Button>
          ) : undefined
        }
      >
        {decided > 0 ? t("decided", { count: decided }) : t("hint")}
      </EmptyState>
    </div>
  );
}
