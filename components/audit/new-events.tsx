"use client";

import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { useLocale, useTranslations } from "next-intl";
import { usePulse } from "../layout/pulse";
import { alone, useTRPC } from "../layout/trpc";
import { formatCount } from "../ui/format";
import { NewerPill } from "../ui/newer-pill";
import type { toInput } from "./filter";

type Props = { input: ReturnType<typeof toInput>; after: bigint; onShow: () => void };

const everyMs = 5_000;
/** As many as the server counts before it says "more". */
const most = 1_000;

/** How many matching events came since the newest that is shown; the list stays as it is until the reader wants them. */
export function NewEvents({ input, after, onShow }: Props) {
  const t = useTranslations("audit.newer");
  const locale = useLocale();
  const trpc = useTRPC();
  const { connection } = usePulse();
  const { data: count = 0 } = useQuery({
    ...trpc.audit.newer.queryOptions({ ...input, after: after.toString() }, alone),
    refetchInterval: connection === "paused" ? false : everyMs,
    placeholderData: keepPreviousData,
    meta: { isBackground: true },
  });
  const shown = Math.min(count, most);
  const words =
    count > 0
      ? t(count > most ? "more" : "some", { count: shown, formatted: formatCount(shown, locale) })
      : null;
  return <NewerPill words={words} onPress={onShow} />;
}
