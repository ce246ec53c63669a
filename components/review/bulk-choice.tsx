"use client";

import { useTranslations } from "next-intl";
import { type FormEvent, useState } from "react";
import { saysEnough } from "#server/domain/review/browser";
import { Button } from "../ui/button";
import { Select } from "../ui/select";
import { ReasonChoice } from "./reason-choice";

export type BulkDecision = { verdict: "APPROVE" | "REJECT"; reasonCode: string; text: string | null };
type Props = { isBusy: boolean; onChoose: (decision: BulkDecision) => void; onCancel: () => void };

/** What to decide and why; nothing is decided yet. */
export function BulkChoice({ isBusy, onChoose, onCancel }: Props) {
  const t = useTranslations("review");
  const [verdict, setVerdict] = useState<BulkDecision["verdict"]>("APPROVE");
  const [reasonCode, setReasonCode] = useState<string | null>(null);
  const [text, setText] = useState("");
  const [isTold, setTold] = useState(false);
  const problem =
    reasonCode === null
      ? t("form.chooseReason")
      : saysEnough(verdict, reasonCode, text)
        ? null
        : t("form.textNeeded");
  function submit(event: FormEvent) {
    event.preventDefault();
    if (problem !== null || reasonCode === null) return setTold(true);
    onChoose({ verdict, reasonCode, text: text.trim() || null });
  }
  return (
    <form onSubmit={submit} noValidate className="flex flex-col gap-4">
      <Select
        label={t("bulk.what")}
        choices={(["APPROVE", "REJECT"] as const).map((value) => ({
          value,
          label: t(`bulk.verdicts.${value}`),
        }))}
        value={verdict}
        onChange={(next) => {
          setVerdict(next);
          setReasonCode(null);
        }}
      />
      <ReasonChoice
        key={verdict}
        verdict={verdict}
        value={reasonCode}
        onChange={setReasonCode}
        hasFocus={false}
      />
      <label className="flex flex-col gap-1">
        <span className="text-xs font-medium text-muted">
          {t(verdict === "APPROVE" ? "form.textOptional" : "form.text")}
        </span>
        <textarea
          value={text}
          onChange={(event) => setText(event.target.value)}
          maxLength={1000}
          rows={2}
          className="w-full rounded-md border border-line-strong bg-surface px-2.5 py-1.5 text-sm"
        />
      </label>
      <p role="status" className="text-xs text-bad empty:hidden">
        {isTold && problem !== null ? problem : ""}
      </p>
      <div className="flex justify-end gap-2">
        <Button onClick={onCancel}>{t("bulk.cancel")}</Button>
        <Button kind="primary" type="submit" disabled={isBusy}>
          {t(isBusy ? "bulk.looking" : "bulk.look")}
        </Button>
      </div>
    </form>
  );
}
