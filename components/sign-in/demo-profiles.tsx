"use client";

import { useTranslations } from "next-intl";
import { useState } from "react";
import { roles } from "#server/kernel/capabilities";
import { CodeStep } from "./code-step";
import { FailureNotice, useLock } from "./failure-notice";
import { type Failure, tryToSignIn } from "./sign-in";

/** One click into each role, in a demonstration alone; the server refuses it anywhere else. */
export function DemoProfiles({ back }: { back: string }) {
  const t = useTranslations("signIn.demo");
  const name = useTranslations("user.roles");
  const [busy, setBusy] = useState<string | null>(null);
  const [failure, setFailure] = useState<Failure | null>(null);
  const [waiting, setWaiting] = useState<{ role: string } | null>(null);
  const leftS = useLock(failure);
  const leave = () => window.location.assign(back);

  async function enter(role: string) {
    setBusy(role);
    setFailure(null);
    const answer = await tryToSignIn({ role });
    if (answer === "in") return leave();
    setBusy(null);
    if (answer === "code") setWaiting({ role });
    else setFailure(answer);
  }
  return (
    <section aria-label={t("title")} className="mt-5 flex flex-col gap-2 border-t border-line pt-4">
      <h2 className="text-xs font-medium text-muted">{t("title")}</h2>
      {failure ? <FailureNotice failure={failure} leftS={leftS} /> : null}
      {waiting ? <CodeStep identity={waiting} onIn={leave} onBack={() => setWaiting(null)} /> : null}
      {waiting ? null : (
        <ul className="flex flex-col gap-1.5">
          {roles.map((role) => (
            <li key={role}>
              <button
                type="button"
                disabled={busy !== null}
                onClick={() => void enter(role)}
                className="flex w-full flex-col rounded-md border border-line px-3 py-1.5 text-left hover:border-line-strong hover:bg-hover disabled:opacity-60"
              >
                <span className="font-medium">{name(role)}</span>
                <span className="text-xs text-muted">{t(`profiles.${role}`)}</span>
              </button>
            </li>
          ))}
        </ul>
      )}
    </section>
  );
}
