"use client";

import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { useLocale, useTranslations } from "next-intl";
import type { ArrivalMark } from "#server/domain/operations/schemas";
import { usePulse } from "../layout/pulse";
import { useTRPC, useTRPCClient } from "../layout/trpc";
import { formatCount } from "../ui/format";
import { NewerPill } from "../ui/newer-pill";
import type { toInput } from "./filter";

type Props = { input: ReturnType<typeof toInput>; mark: ArrivalMark; onAgain: () => void };

/** No list is asked whether files came that were there well before it was read. */
const overlapMs = 60_000;
/** As many as the server counts before it says "more". */
const most = 1_000;

/** How many more there are than the list shows; it stays as it is until the reader wants them. */
export function Arrivals({ input, mark, onAgain }: Props) {
  const t = useTranslations("operations.arrivals");
  const locale = useLocale();
  const trpc = useTRPC();
  const client = useTRPCClient();
  const { pulse } = usePulse();
  const { at, rows } = pulse?.arrivals ?? { at: null, rows: 0 };
  const asked = { ...input, since: mark };
  const { data: count = 0 } = useQuery({
    queryKey: [...trpc.operations.arrivals.queryKey(asked), at?.getTime() ?? 0, rows],
    queryFn: () => client.operations.arrivals.query(asked),
    enabled: rows > 0 || (at !== null && at.getTime() > Date.parse(mark.readAt) - overlapMs),
    staleTime: Number.POSITIVE_INFINITY,
    placeholderData: keepPreviousData,
    meta: { isBackground: true },
  });
  const shown = Math.min(count, most);
  const words =
    count > 0
      ? t(count > most ? "more" : "some", { count: shown, formatted: formatCount(shown, locale) })
      : null;
  return <NewerPill className="ml-3" words={words} onPress={onAgain} />;
}
