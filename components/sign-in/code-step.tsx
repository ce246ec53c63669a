"use client";

import { ArrowLeft, KeyRound } from "lucide-react";
import { useTranslations } from "next-intl";
import { type FormEvent, useEffect, useRef, useState } from "react";
import { Button } from "../ui/button";
import { TextField } from "../ui/field";
import { FailureNotice, useLock } from "./failure-notice";
import { type Failure, type Identity, tryToSignIn } from "./sign-in";

type Props = { identity: Identity; onIn: () => void; onBack: () => void };

/** The second step: one field for the application's code, or one of the recovery codes. */
export function CodeStep({ identity, onIn, onBack }: Props) {
  const t = useTranslations("signIn.code");
  const [isRecovery, setRecovery] = useState(false);
  const [failure, setFailure] = useState<Failure | null>(null);
  const [isBusy, setBusy] = useState(false);
  const field = useRef<HTMLInputElement>(null);
  const leftS = useLock(failure);
  // biome-ignore lint/correctness/useExhaustiveDependencies: the other kind of code is another field
  useEffect(() => field.current?.focus(), [isRecovery]);

  async function submit(event: FormEvent<HTMLFormElement>) {
    event.preventDefault();
    setBusy(true);
    setFailure(null);
    const answer = await tryToSignIn(identity, field.current?.value ?? "");
    if (answer === "in") return onIn();
    setBusy(false);
    setFailure(answer === "code" ? { kind: "code", retryAfterS: 0 } : answer);
    field.current?.focus();
    field.current?.select();
  }
  return (
    <form onSubmit={submit} className="flex flex-col gap-4">
      {failure ? <FailureNotice failure={failure} leftS={leftS} /> : null}
      <p>{t(isRecovery ? "recoveryHint" : "hint")}</p>
      <TextField
        key={isRecovery ? "recovery" : "totp"}
        ref={field}
        name="code"
        label={t(isRecovery ? "recoveryLabel" : "label")}
        autoComplete="one-time-code"
        inputMode={isRecovery ? "text" : "numeric"}
        maxLength={64}
        spellCheck={false}
        autoCapitalize="none"
        required
      />
      <Button type="submit" kind="primary" size="large" disabled={isBusy || leftS > 0}>
        <KeyRound aria-hidden />
        {t("confirm")}
      </Button>
      <div className="flex flex-wrap justify-between gap-2">
        <Button kind="quiet" onClick={onBack}>
          <ArrowLeft aria-hidden />
          {t("back")}
        </Button>
        <Button kind="quiet" onClick={() => setRecovery(!isRecovery)}>
          {t(isRecovery ? "useApp" : "useRecovery")}
        </Button>
      </div>
    </form>
  );
}
