"use client";

import { X } from "lucide-react";
import { useLocale, useTranslations } from "next-intl";
import type { ReactNode } from "react";
import { Button } from "../ui/button";
import { formatCount } from "../ui/format";
import { Money } from "../ui/money";
import { type Amounts, isNothing, nothing, type Selection } from "./selection";

type Props = {
  selection: Selection;
  onSelection: (selection: Selection) => void;
  amounts: Amounts | undefined;
  /** How many match the filter, loaded or not. */
  matching: number | undefined;
  /** What can be done with the selected. */
  children: ReactNode;
};

/** What is selected, exactly, and what can be done with it. There only while something is. */
export function SelectionBar({ selection, onSelection, amounts, matching, children }: Props) {
  const t = useTranslations("grid.selection");
  const locale = useLocale();
  const isEmpty = isNothing(selection);
  return (
    <section aria-label={t("label")} className="empty:hidden">
      {isEmpty ? null : (
        <div className="card flex flex-wrap items-center gap-x-4 gap-y-2 border-accent/40 bg-accent-soft px-3 py-2">
          <p role="status" className="figures">
            <strong className="font-semibold">
              {amounts
                ? t("count", { count: amounts.count, formatted: formatCount(amounts.count, locale) })
                : t("counting")}
            </strong>
            {amounts ? (
              <>
                {" · "}
                {t("sum")} <Money cents={amounts.totalCents} />
              </>
            ) : null}
          </p>
          {selection.kind === "some" && matching !== undefined && matching > selection.ids.size ? (
            <Button kind="quiet" onClick={() => onSelection({ kind: "all", except: new Set() })}>
              {t("all", { count: formatCount(matching, locale) })}
            </Button>
          ) : null}
          <div className="flex-1" />
          {children}
          <Button kind="quiet" onClick={() => onSelection(nothing)}>
            <X aria-hidden />
            {t("clear")}
          </Button>
        </div>
      )}
    </section>
  );
}
