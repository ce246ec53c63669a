"use client";

import { useTranslations } from "next-intl";
import { type ReactNode, useState } from "react";
import { Failure } from "../layout/failure";
import { PasswordField } from "../sign-in/password-field";
import { Button } from "../ui/button";
import { Dialog } from "../ui/dialog";
import { TextField } from "../ui/field";

export type Wrong = "password" | "code" | null;
type Props = {
  label: string;
  icon: ReactNode;
  kind?: "danger" | "secondary";
  title: string;
  description: string;
  /** What was wrong, or null: it is done. */
  act: (identity: { password: string; code: string }) => Promise<Wrong>;
};

/** Something that takes the person, not only their screen: password and a code, again. */
export function ConfirmIdentity({ label, icon, kind = "secondary", title, description, act }: Props) {
  const t = useTranslations("profile.identity");
  const [isOpen, setOpen] = useState(false);
  const [wrong, setWrong] = useState<Wrong>(null);
  const [error, setError] = useState<unknown>(null);
  function show(open: boolean) {
    setWrong(null);
    setError(null);
    setOpen(open);
  }
  async function submit(form: FormData) {
    setError(null);
    try {
      const answer = await act({
        password: String(form.get("password") ?? ""),
        code: String(form.get("code") ?? ""),
      });
      setWrong(answer);
      if (answer === null) setOpen(false);
    } catch (failure) {
      setError(failure);
    }
  }
  return (
    <>
      <Button kind={kind} onClick={() => show(true)}>
        {icon}
        {label}
      </Button>
      <Dialog open={isOpen} onOpenChange={show} title={title} description={description}>
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
          <TextField
            name="code"
            label={t("code")}
            autoComplete="one-time-code"
            maxLength={64}
            required
            error={wrong === "code" ? t("wrongCode") : undefined}
          />
          <div className="flex justify-end gap-2">
            <Button onClick={() => show(false)}>{t("cancel")}</Button>
            <Button kind={kind === "danger" ? "danger" : "primary"} type="submit">
              {label}
            </Button>
          </div>
        </form>
      </Dialog>
    </>
  );
}
