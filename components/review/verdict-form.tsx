"use client";

import dynamic from "next/dynamic";
import { useLocale, useTranslations } from "next-intl";
import { type FormEvent, useRef, useState } from "react";
import { saysEnough, type Verdict } from "#server/domain/review/browser";
import { KeyHint } from "../shortcuts/key-hint";
import { useShortcuts } from "../shortcuts/use-shortcuts";
import { Button } from "../ui/button";
import { formatDecimal, formatMoney } from "../ui/format";
import type { Item } from "./prices-at-stake";
import { ReasonChoice } from "./reason-choice";
import type { Draft } from "./use-decisions";

/** Nobody needs it before they edit. */
const EditFields = dynamic(() => import("./edit-fields").then((module) => module.EditFields), { ssr: false });

type Props = { verdict: Verdict; item: Item; onDecide: (draft: Draft) => void; onClose: () => void };

/** Why, in a code and in words where the code says too little; for an edit, the new values first. */
export function VerdictForm({ verdict, item, onDecide, onClose }: Props) {
  const t = useTranslations("review");
  const tRefusals = useTranslations("review.refusals");
  const [reasonCode, setReasonCode] = useState<string | null>(null);
  const [text, setText] = useState("");
  const [change, setChange] = useState<Draft["change"]>(null);
  const [isTold, setTold] = useState(false);
  const field = useRef<HTMLTextAreaElement>(null);
  const isEnough = reasonCode !== null && saysEnough(verdict, reasonCode, text);
  const needsText = reasonCode !== null && !saysEnough(verdict, reasonCode, null);
  const refusal = item.refusals[verdict];
  const problem =
    refusal !== null
      ? tRefusals(refusal.replaceAll(".", "_") as never)
      : reasonCode === null
        ? t("form.chooseReason")
        : !isEnough
          ? t("form.textNeeded")
          : verdict === "EDIT" && change === null
            ? t("form.changeNeeded")
            : null;
  function submit(event?: FormEvent) {
    event?.preventDefault();
    if (problem !== null || reasonCode === null) {
      setTold(true);
      if (reasonCode !== null && !isEnough) field.current?.focus();
      return;
    }
    onDecide({ verdict, reasonCode, text: text.trim() || null, change });
  }
  function choose(code: string) {
    setReasonCode(code);
    if (!saysEnough(verdict, code, text)) field.current?.focus();
  }
  useShortcuts(t("keys.form"), [
    { keys: "$mod+Enter", label: t(`form.confirm.${verdict}`), run: () => submit() },
    { keys: "Escape", label: t("form.close"), run: onClose },
  ]);
  return (
    <form onSubmit={submit} noValidate className="flex flex-col gap-3">
      <p className="font-semibold">{t(`form.title.${verdict}`)}</p>
      {verdict === "EDIT" ? <EditFields item={item} onChange={setChange} /> : null}
      <ReasonChoice verdict={verdict} value={reasonCode} onChange={choose} hasFocus={verdict !== "EDIT"} />
      <label className="flex flex-col gap-1">
        <span className="text-xs font-medium text-muted">
          {t(needsText || verdict !== "APPROVE" ? "form.text" : "form.textOptional")}
        </span>
        <textarea
          ref={field}
          value={text}
          onChange={(event) => setText(event.target.value)}
          maxLength={1000}
          rows={2}
          aria-describedby="form-problem"
          className="min-h-14 w-full rounded-md border border-line-strong bg-surface px-2.5 py-1.5 text-sm"
        />
      </label>
      <p id="form-problem" role="status" className="text-xs text-bad empty:hidden">
        {(isTold || refusal !== null) && problem !== null ? problem : ""}
      </p>
      <Effect verdict={verdict} item={item} />
      <div className="flex flex-wrap gap-2">
        <Button kind={verdict === "REJECT" ? "danger" : "primary"} type="submit" className="flex-1">
          {t(`form.confirm.${verdict}`)}
          <span className="max-md:hidden">
            <KeyHint keys="$mod+Enter" />
          </span>
        </Button>
        <Button onClick={onClose}>{t("form.close")}</Button>
      </div>
    </form>
  );
}

/** What confirming does, at which price, before anything is confirmed. */
function Effect({ verdict, item }: { verdict: Verdict; item: Item }) {
  const t = useTranslations("review.form");
  const locale = useLocale();
  const release = verdict === "APPROVE" ? item.operation?.release : null;
  return (
    <div className="figures flex flex-col gap-1 text-xs text-muted">
      {release ? (
        <p className="text-ink">
          {t(release.quoteId ? "atSource" : "atSent", {
            price: formatDecimal(release.unitPrice, locale, 6),
            total: formatMoney(release.totalCents, locale),
          })}
        </p>
      ) : null}
      <p>{t(`effect.${verdict}`)}</p>
      {item.asksStepUp && verdict !== "REJECT" ? <p>{t("asksProof")}</p> : null}
    </div>
  );
}
