"use client";

import { useQuery } from "@tanstack/react-query";
import { ChevronDown, ChevronUp } from "lucide-react";
import { useRouter } from "next/navigation";
import { useTranslations } from "next-intl";
import { parseAsString, useQueryState } from "nuqs";
import { useMemo } from "react";
import type { Neighbour } from "#server/domain/operations/queries";
import { BackLink } from "../layout/back-link";
import { useTRPC } from "../layout/trpc";
import { useShortcuts } from "../shortcuts/use-shortcuts";
import { ButtonLink } from "../ui/button";
import { loadFilter, loadOrder, toInput, toOrder } from "./filter";
import { addressIn } from "./list-address";

/** Back to the list that an operation was opened from, and one step further in it or back. */
export function ListSteps({ operationId }: { operationId: string }) {
  const t = useTranslations("operations");
  const [list] = useQueryState("lista", parseAsString);
  return (
    <div className="flex flex-wrap items-center gap-x-3">
      <BackLink href={list ? `/operacoes?${list}` : "/operacoes"}>{t("title")}</BackLink>
      {list ? <Steps operationId={operationId} list={list} /> : null}
    </div>
  );
}

function Steps({ operationId, list }: { operationId: string; list: string }) {
  const t = useTranslations("operations.steps");
  const router = useRouter();
  const trpc = useTRPC();
  const asked = useMemo(() => {
    const address = new URLSearchParams(list);
    return { filter: toInput(loadFilter(address)), order: toOrder(loadOrder(address).ord) };
  }, [list]);
  const { data } = useQuery(trpc.operations.neighbours.queryOptions({ operationId, ...asked }));
  // In place of this one, so that Back is the list and not every operation that was passed.
  const go = (to: Neighbour | null | undefined) => to && router.replace(addressIn(list, to.operationId));
  useShortcuts(t("scope"), [
    { keys: "j", label: t("next"), run: () => go(data?.next) },
    { keys: "k", label: t("previous"), run: () => go(data?.previous) },
  ]);
  return (
    <nav aria-label={t("scope")} className="flex items-center print:hidden">
      <Step label={t("previous")} to={data?.previous} list={list} />
      <Step label={t("next")} to={data?.next} list={list} isNext />
    </nav>
  );
}

function Step(props: { label: string; to: Neighbour | null | undefined; list: string; isNext?: boolean }) {
  const { label, to, list, isNext = false } = props;
  const Icon = isNext ? ChevronDown : ChevronUp;
  const look = "h-6! w-7!";
  if (!to)
    return (
      <span aria-hidden className={`inline-flex items-center justify-center text-muted opacity-40 ${look}`}>
        <Icon className="size-4" />
      </span>
    );
  return (
    <ButtonLink
      href={addressIn(list, to.operationId)}
      replace
      kind="quiet"
      size="icon"
      aria-label={`${label}: ${to.externalId}`}
      title={`${to.externalId} (${isNext ? "j" : "k"})`}
      className={look}
    >
      <Icon aria-hidden />
    </ButtonLink>
  );
}
