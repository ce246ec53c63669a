"use client";

import { useMutation } from "@tanstack/react-query";
import { ChevronsUpDown } from "lucide-react";
import { useTranslations } from "next-intl";
import { readProblem } from "../layout/problem";
import { useTRPC } from "../layout/trpc";
import { Menu, MenuItem, MenuSeparator } from "../ui/menu";
import { useToasts } from "../ui/toast";
import type { Item } from "./prices-at-stake";
import type { Decisions } from "./use-decisions";

type Props = { item: Item; decisions: Decisions; announce: (text: string) => void };

/** Whose item it is, and whose it could be. */
export function Assignment({ item, decisions, announce }: Props) {
  const t = useTranslations("review");
  const trpc = useTRPC();
  const toasts = useToasts();
  const assign = useMutation(
    trpc.review.assign.mutationOptions({
      onSuccess: async () => {
        announce(t("assign.done"));
        await decisions.refresh(item.reviewItemId, true);
      },
      onError: (error) => toasts.add({ title: readProblem(error)?.message ?? t("failed"), type: "error" }),
    }),
  );
  const give = (userId: string | null) => assign.mutate({ reviewItemId: item.reviewItemId, userId });
  const name = item.assignee?.name ?? t("assign.nobody");
  return (
    <div className="flex items-center justify-between gap-2 border-t border-line pt-2 text-xs max-xl:hidden">
      <span className="text-muted">{t("assign.label")}</span>
      <Menu
        label={t("assign.change", { name })}
        trigger={
          <>
            <span className="max-w-40 truncate text-xs font-medium">{name}</span>
            <ChevronsUpDown aria-hidden className="size-3.5 text-muted" />
          </>
        }
      >
        {item.deciders.map((person) => (
          <MenuItem key={person.userId} onClick={() => give(person.userId)}>
            {person.name}
          </MenuItem>
        ))}
        {item.assignee ? (
          <>
            <MenuSeparator />
            <MenuItem onClick={() => give(null)}>{t("assign.release")}</MenuItem>
          </>
        ) : null}
      </Menu>
    </div>
  );
}
