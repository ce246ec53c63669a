"use client";

import { useTranslations } from "next-intl";
import { useState } from "react";
import { Failure } from "../layout/failure";
import { PasswordField } from "../sign-in/password-field";
import { Button } from "../ui/button";
import { Dialog } from "../ui/dialog";
import { TextField } from "../ui/field";

/** What of a proof was wrong; null when it was taken. */
export type Wrong = "password" | "code" | null;

type Props = {
  title: string;
  description: string;
  confirm: string;
  kind?: "danger" | "primary";
  /** Whether the person has a second factor. */
  asksCode: boolean;
  onClose: () => void;
  onProve: (identity: { password: string; code: string }) => Promise<Wrong>;
};

/** Something that takes the person, not only their screen: password and a code, again. */
export function IdentityDialog(props: Props) {
  const { title, description, confirm, kind = "primary", asksCode, onClose, onProve } = props;
  const t = useTranslations("identity");
  const [wrong, setWrong] = useState<Wrong>(null);
  const [error, setError] = useState<unknown>(null);
  const [isBusy, setBusy] = useState(false);
  async function submit(form: FormData) {
    setBusy(true);
    setError(null);
    try {
      const answer = await onProve({
        password: String(form.get("password") ?? ""),
        code: String(form.get("code") ?? "").trim(),
      });
      setWrong(answer);
      if (answer === null) onClose();
    } catch (failure) {
      setError(failure);
    } finally {
      setBusy(false);
    }
  }
  return (
    <Dialog open onOpenChange={(open) => !open && onClose()} title={title} description={description}>
      <form
        onSubmit={(event) => {
          event.preventDefault();
          void submit(new FormData(event.currentTarget));
        }}
        className="flex flex-col gap-4"
      >
        {error ? <Failure error={error} /> : null}
        <PasswordField
          name="password"
          label={t("password")}
          autoComplete="current-password"
          required
          error={wrong === "password" ? t("wrongPassword") : undefined}
        />
        {asksCode ? (
          <TextField
            name="code"
            label={t("code")}
            autoComplete="one-time-code"
            maxLength={32}
            required
            error={wrong === "code" ? t("wrongCode") : undefined}
          />
        ) : null}
        <div className="flex justify-end gap-2">
          <Button onClick={onClose}>{t("cancel")}</Button>
          <Button kind={kind} type="submit" disabled={isBusy}>
            {isBusy ? t("busy") : confirm}
          </Button>
        </div>
      </form>
    </Dialog>
  );
}
