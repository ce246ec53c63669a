"use client";

import type { FormEvent } from "react";
import { Button } from "../ui/button";
import { TextField } from "../ui/field";
import { Failure } from "./failure";

/** Ten characters or more, which the audit event keeps. */
export function ReasonField({ label, hint }: { label: string; hint: string }) {
  return (
    <TextField
      name="reason"
      label={label}
      hint={hint}
      minLength={10}
      maxLength={1000}
      required
      autoComplete="off"
    />
  );
}

export function reasonOf(form: HTMLFormElement): string {
  return String(new FormData(form).get("reason") ?? "");
}

type Props = {
  words: { reason: string; reasonHint: string; goBack: string; confirm: string };
  isBusy: boolean;
  error: unknown;
  onBack: () => void;
  onConfirm: (reason: string) => void;
};

/** What a dialog asks before something that needs a reason is done. */
export function ReasonForm({ words, isBusy, error, onBack, onConfirm }: Props) {
  function submit(event: FormEvent<HTMLFormElement>) {
    event.preventDefault();
    onConfirm(reasonOf(event.currentTarget));
  }
  return (
    <form onSubmit={submit} className="flex flex-col gap-4">
      {error ? <Failure error={error} /> : null}
      <ReasonField label={words.reason} hint={words.reasonHint} />
      <div className="flex flex-wrap justify-end gap-2">
        <Button onClick={onBack}>{words.goBack}</Button>
        <Button kind="primary" type="submit" disabled={isBusy}>
          {words.confirm}
        </Button>
      </div>
    </form>
  );
}
