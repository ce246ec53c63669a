"use client";

import { useQueryClient } from "@tanstack/react-query";
import { useTranslations } from "next-intl";
import { useEffect, useRef, useState } from "react";
import { FailureNotice, useLock } from "../sign-in/failure-notice";
import { PasswordField } from "../sign-in/password-field";
import { type Failure, tryToSignIn } from "../sign-in/sign-in";
import { Button } from "../ui/button";
import { Dialog } from "../ui/dialog";
import { TextField } from "../ui/field";
import { readProblem } from "./problem";
import { makeTrpcClient } from "./trpc";

export type SessionEnd = { endsAt: Date; idleMs: number; readAt: Date };
type Props = { end: SessionEnd; email: string };
type Warning = { kind: "idle" | "absolute"; at: number };

const warnMs = 120_000;
const longestMs = 2_000_000_000;

/**
 * Two minutes before the session ends it says so, while nothing is lost yet (WCAG 2.2.1): a sign of life
 * is enough after idleness, the password (and code) at the end of the day; the page stays as it is.
 */
export function SessionWatch({ end: first, email }: Props) {
  const [end, setEnd] = useState(first);
  const [warning, setWarning] = useState<Warning | null>(null);
  const lastAnswer = useLastAnswer();
  useEffect(() => {
    if (warning) return;
    // The server's clock decides; what differs from this one's is subtracted.
    const skewMs = Date.now() - end.readAt.getTime();
    const openedAt = Date.now();
    let timer: ReturnType<typeof setTimeout>;
    const look = () => {
      const absolute = end.endsAt.getTime() + Math.min(skewMs, 0);
      const idle = Math.max(lastAnswer.current, openedAt) + end.idleMs;
      const at = Math.min(absolute, idle);
      const leftMs = at - warnMs - Date.now();
      if (leftMs <= 0) setWarning({ kind: absolute <= idle ? "absolute" : "idle", at });
      else timer = setTimeout(look, Math.min(leftMs, longestMs));
    };
    look();
    return () => clearTimeout(timer);
  }, [end, warning, lastAnswer]);
  function goOn(next: SessionEnd) {
    setEnd(next);
    setWarning(null);
  }
  return warning ? <SessionDialog warning={warning} email={email} onGoOn={goOn} /> : null;
}

/** When the server last answered this page: its own count of idleness starts there. */
function useLastAnswer() {
  const queryClient = useQueryClient();
  const last = useRef(0);
  useEffect(() => {
    const note = (event: { type: string; action?: { type: string } }) => {
      if (event.type === "updated" && event.action?.type === "success") last.current = Date.now();
    };
    const stopQueries = queryClient.getQueryCache().subscribe(note);
    const stopMutations = queryClient.getMutationCache().subscribe(note);
    return () => {
      stopQueries();
      stopMutations();
    };
  }, [queryClient]);
  return last;
}

function SessionDialog({
  warning,
  email,
  onGoOn,
}: {
  warning: Warning;
  email: string;
  onGoOn: (end: SessionEnd) => void;
}) {
  const t = useTranslations("sessionEnd");
  const leftS = useCountdown(warning.at);
  const isOver = leftS === 0;
  const [needsPassword, setNeedsPassword] = useState(warning.kind === "absolute");
  async function touch() {
    try {
      const next = await makeTrpcClient().session.end.query();
      if (next) onGoOn(next);
    } catch (error) {
      if (readProblem(error)?.code === "auth.required") setNeedsPassword(true);
    }
  }
  return (
    <Dialog
      open
      onOpenChange={() => undefined}
      title={isOver ? t("over") : t("title")}
      description={needsPassword || isOver ? t("passwordHint") : t("idleHint")}
    >
      {isOver ? null : (
        <p role="timer" aria-live="off" className="figures text-2xl font-semibold">
          {Math.floor(leftS / 60)}:{String(leftS % 60).padStart(2, "0")}
        </p>
      )}
      {needsPassword || isOver ? (
        <AgainForm email={email} onIn={() => void touch()} />
      ) : (
        <div className="flex justify-end">
          <Button kind="primary" onClick={() => void touch()} autoFocus>
            {t("stay")}
          </Button>
        </div>
      )}
    </Dialog>
  );
}

/** Signs the same person in again without leaving the page. */
function AgainForm({ email, onIn }: { email: string; onIn: () => void }) {
  const t = useTranslations("sessionEnd");
  const [needsCode, setNeedsCode] = useState(false);
  const [failure, setFailure] = useState<Failure | null>(null);
  const leftS = useLock(failure);
  async function submit(form: FormData) {
    const code = String(form.get("code") ?? "");
    const identity = { email, password: String(form.get("password") ?? "") };
    const answer = await tryToSignIn(identity, code || undefined);
    if (answer === "in") return onIn();
    if (answer === "code") return setNeedsCode(true);
    setFailure(answer);
  }
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        setFailure(null);
        void submit(new FormData(event.currentTarget));
      }}
      className="flex flex-col gap-4"
    >
      {failure ? <FailureNotice failure={failure} leftS={leftS} /> : null}
      <TextField
        name="email"
        type="email"
        label={t("email")}
        value={email}
        readOnly
        autoComplete="username"
      />
      <PasswordField name="password" label={t("password")} autoComplete="current-password" required />
      {needsCode ? (
        <TextField
          name="code"
          label={t("code")}
          autoComplete="one-time-code"
          maxLength={64}
          required
          autoFocus
        />
      ) : null}
      <div className="flex justify-end">
        <Button kind="primary" type="submit" disabled={leftS > 0}>
          {t("signIn")}
        </Button>
      </div>
    </form>
  );
}

function useCountdown(at: number): number {
  const [leftS, setLeft] = useState(() => remaining(at));
  useEffect(() => {
    const timer = setInterval(() => setLeft(remaining(at)), 500);
    return () => clearInterval(timer);
  }, [at]);
  return leftS;
}

function remaining(at: number): number {
  return Math.max(0, Math.ceil((at - Date.now()) / 1000));
}
