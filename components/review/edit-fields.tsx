"use client";

import { useLocale, useTranslations } from "next-intl";
import { useEffect, useRef, useState } from "react";
import { editableFields } from "#server/domain/operations/browser";
import { TextField } from "../ui/field";
import { formatMoney } from "../ui/format";
import { type EditTexts, readEdit, textsOf } from "./edit-change";
import type { Evidence, Item } from "./prices-at-stake";
import { BeforeAfter } from "./trail";
import type { Draft } from "./use-decisions";

type Props = { item: Item; onChange: (change: Draft["change"]) => void };

/** The values that can be changed, what would change, and what it would come to. */
export function EditFields({ item, onChange }: Props) {
  return item.operation ? <Fields evidence={item.operation} onChange={onChange} /> : null;
}

function Fields({ evidence, onChange }: { evidence: Evidence; onChange: Props["onChange"] }) {
  const t = useTranslations("review.edit");
  const locale = useLocale();
  const [texts, setTexts] = useState<EditTexts>(() => textsOf(evidence.operation));
  const first = useRef<HTMLInputElement>(null);
  const read = readEdit(texts, evidence);
  useEffect(() => first.current?.focus(), []);
  function set(field: keyof EditTexts, text: string) {
    const next = { ...texts, [field]: text };
    setTexts(next);
    onChange(readEdit(next, evidence).change);
  }
  return (
    <div className="flex flex-col gap-2">
      <div className="grid grid-cols-2 gap-2">
        {editableFields.map((field) => (
          <TextField
            key={field}
            ref={field === "quantity" ? first : undefined}
            label={t(`fields.${field}`)}
            type={field === "operationOn" ? "date" : "text"}
            inputMode={field === "assetRef" || field === "operationOn" ? undefined : "decimal"}
            value={texts[field]}
            onChange={(event) => set(field, event.target.value)}
            error={read.wrong.includes(field) ? t("wrong") : undefined}
            autoComplete="off"
            maxLength={64}
          />
        ))}
      </div>
      {read.change ? (
        <BeforeAfter
          before={evidence.operation as unknown as Record<string, string | null>}
          after={read.change}
        />
      ) : (
        <p className="text-xs text-muted">{t("nothing")}</p>
      )}
      <p className="figures flex flex-wrap gap-x-2" aria-live="polite">
        <span className="text-muted">{t("total")}</span>
        {evidence.release && evidence.release.totalCents !== read.totalCents ? (
          <del className="text-muted">
            <span className="sr-only">{t("before")} </span>
            {formatMoney(evidence.release.totalCents, locale)}
          </del>
        ) : null}
        <ins className="font-semibold no-underline">
          <span className="sr-only">{t("after")} </span>
          {read.totalCents === null ? t("unknown") : formatMoney(read.totalCents, locale)}
        </ins>
      </p>
    </div>
  );
}
