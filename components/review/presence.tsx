"use client";

import { useQuery } from "@tanstack/react-query";
import { Eye } from "lucide-react";
import { useTranslations } from "next-intl";
import { useTRPC } from "../layout/trpc";

const signMs = 10_000;

/** Says that the reader is here, and who else is. */
export function Presence({ reviewItemId }: { reviewItemId: string }) {
  const t = useTranslations("review");
  const trpc = useTRPC();
  const others = useQuery({
    ...trpc.review.present.queryOptions({ reviewItemId }),
    meta: { isBackground: true },
    refetchInterval: signMs,
    staleTime: 0,
  });
  const names = (others.data ?? []).map(({ name }) => name);
  return (
    <span
      role="status"
      className="inline-flex items-center gap-1 text-xs font-medium text-moving empty:hidden"
    >
      {names.length > 0 ? (
        <>
          <Eye aria-hidden className="size-3.5" />
          {t("present", { names: names.join(", "), count: names.length })}
        </>
      ) : null}
    </span>
  );
}
