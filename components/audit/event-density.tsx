"use client";

import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { useLocale, useTranslations } from "next-intl";
import { useState } from "react";
import { alone, type RouterOutput, useTRPC } from "../layout/trpc";
import { Button } from "../ui/button";
import { formatCount } from "../ui/format";
import { Row, Table, TableBody, TableHead, Td, Th } from "../ui/table";
import { beginningOf, DensityBars, instantOf, type Picked } from "./density-bars";
import type { Filter, toInput } from "./filter";

type Density = NonNullable<RouterOutput["audit"]["density"]>;
type Props = {
  input: ReturnType<typeof toInput>;
  filter: Filter;
  onChange: (change: Partial<Filter>) => void;
};

/** When the filtered events happened, as bars from which a stretch of time is picked, or as a table of the same. */
export function EventDensity({ input, filter, onChange }: Props) {
  const t = useTranslations("audit.density");
  const trpc = useTRPC();
  const [isTableShown, setTableShown] = useState(false);
  const { data, isError, refetch } = useQuery({
    ...trpc.audit.density.queryOptions(input, alone),
    placeholderData: keepPreviousData,
    refetchOnWindowFocus: false,
  });
  const isNarrowed = filter.desde !== null || filter.antes !== null;
  const onPick = ({ from, to }: Picked) =>
    data &&
    onChange({
      desde: instantOf(data, from),
      antes: instantOf(data, to + 1),
      periodo: null,
      de: null,
      ate: null,
    });
  if (data === null) return null;
  if (isError && !data)
    return (
      <div className="card flex flex-wrap items-center justify-between gap-2 px-4 py-2 text-sm text-muted">
        {t("failed")}
        <Button kind="quiet" className="-mr-3" onClick={() => refetch()}>
          {t("again")}
        </Button>
      </div>
    );
  if (!data) return <div aria-busy className="card h-33" />;
  return (
    <section aria-label={t("title")} className="card flex flex-col gap-1 px-4 pt-2 pb-3">
      <DensityBars key={`${data.from.getTime()} ${data.everyS}`} density={data} onPick={onPick}>
        {isNarrowed ? (
          <Button kind="quiet" onClick={() => onChange({ desde: null, antes: null })}>
            {t("back")}
          </Button>
        ) : null}
        <Button
          kind="quiet"
          className="max-sm:-ml-3 sm:-mr-3"
          aria-expanded={isTableShown}
          onClick={() => setTableShown(!isTableShown)}
        >
          {t(isTableShown ? "hideTable" : "showTable")}
        </Button>
      </DensityBars>
      {isTableShown ? <Twin density={data} onPick={onPick} /> : null}
    </section>
  );
}

/** The same numbers, newest first, without the stretches in which nothing happened. */
function Twin({ density, onPick }: { density: Density; onPick: (picked: Picked) => void }) {
  const t = useTranslations("audit.density");
  const locale = useLocale();
  const rows = density.counts.map((count, index) => ({ count, index })).filter(({ count }) => count > 0);
  return (
    <Table caption={t("asTable")} className="max-h-64 overflow-y-auto">
      <TableHead>
        <Th>{t("when")}</Th>
        <Th numeric>{t("count")}</Th>
      </TableHead>
      <TableBody>
        {rows.toReversed().map(({ count, index }) => (
          <Row key={index}>
            <Td>
              <button
                type="button"
                className="figures min-h-6 text-accent hover:underline"
                onClick={() => onPick({ from: index, to: index })}
              >
                {t("between", {
                  from: beginningOf(density, index, locale),
                  to: beginningOf(density, index + 1, locale),
                })}
              </button>
            </Td>
            <Td numeric>{formatCount(count, locale)}</Td>
          </Row>
        ))}
      </TableBody>
    </Table>
  );
}
