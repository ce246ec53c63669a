"use client";

import { useMutation } from "@tanstack/react-query";
import { CircleCheck, CircleMinus, CircleX, Cpu } from "lucide-react";
import { useLocale, useTranslations } from "next-intl";
import { Failure } from "../layout/failure";
import { useTRPCClient } from "../layout/trpc";
import { Button } from "../ui/button";
import { CopyButton } from "../ui/copy-button";
import { formatCount } from "../ui/format";
import { checkProof, type Step } from "./proof-check";

const looks = {
  matched: { icon: CircleCheck, tone: "text-ok" },
  differs: { icon: CircleX, tone: "text-bad" },
  unchecked: { icon: CircleMinus, tone: "text-muted" },
} as const;

/** One event's proof computed anew in this browser, step by step, with what could not be checked here. */
export function Recheck({ eventId, sealedHash }: { eventId: string; sealedHash: string | null }) {
  const t = useTranslations("audit.recheck");
  const client = useTRPCClient();
  const check = useMutation({
    mutationFn: async () => {
      const proof = await client.audit.proof.query({ eventId });
      // Absent on plain HTTP, whatever the types say.
      const subtle = (globalThis.crypto?.subtle as SubtleCrypto | undefined) ?? null;
      return { proof, steps: await checkProof(proof, sealedHash ?? "", subtle) };
    },
  });
  const done = check.data;
  return (
    <div className="flex flex-col gap-2 border-t border-line px-4 pt-3 pb-3">
      <h4 className="text-sm font-semibold">{t("title")}</h4>
      <p className="text-xs text-muted">{t(sealedHash === null ? "unsealed" : "hint")}</p>
      <Button
        className="self-start"
        disabled={sealedHash === null || check.isPending}
        onClick={() => check.mutate()}
      >
        <Cpu aria-hidden />
        {t(done ? "again" : "run")}
      </Button>
      {check.error ? <Failure error={check.error} retry={() => check.mutate()} /> : null}
      <div role="status">
        {done ? (
          <Outcome steps={done.steps} place={done.proof.place} length={done.proof.path.length} />
        ) : null}
      </div>
      {done ? (
        <p className="flex flex-col gap-1 text-xs text-muted">
          {t("trust")}
          <span className="flex items-center gap-1 font-mono break-all text-ink">
            {done.proof.key}
            <CopyButton text={done.proof.key} label={t("copyKey")} copiedLabel={t("copyKey")} />
          </span>
        </p>
      ) : null}
    </div>
  );
}

function Outcome({ steps, place, length }: { steps: readonly Step[]; place: number; length: number }) {
  const t = useTranslations("audit.recheck");
  const locale = useLocale();
  const isBad = steps.some(({ state }) => state === "differs");
  return (
    <>
      <ol className="flex flex-col gap-2">
        {steps.map((step) => {
          const { icon: Icon, tone } = looks[step.state];
          return (
            <li key={step.name} className="flex gap-2">
              <Icon aria-hidden className={`mt-0.5 size-4 shrink-0 ${tone}`} />
              <span className="flex min-w-0 flex-col">
                <span>
                  {t(`steps.${step.name}`, { steps: length, place: `#${formatCount(place, locale)}` })}
                </span>
                <span className={`text-xs ${tone}`}>
                  {t(step.state)}
                  {step.why ? `: ${t(`why.${step.why}`)}` : ""}
                </span>
                {step.computed ? <Hashes step={step} /> : null}
              </span>
            </li>
          );
        })}
      </ol>
      {steps.every(({ why }) => why === "insecure") ? null : (
        <p className={`pt-2 font-medium ${isBad ? "text-bad" : "text-ok"}`}>
          {t(isBad ? "doneBadly" : "doneWell")}
        </p>
      )}
    </>
  );
}

/** What was computed, and beside it what should have been where that is another. */
function Hashes({ step: { state, computed, expected } }: { step: Step }) {
  const t = useTranslations("audit.recheck");
  return (
    <span className="flex flex-col font-mono text-xs break-all text-muted">
      <span>
        {t("computed")} {computed}
      </span>
      {state === "differs" ? (
        <span>
          {t("expected")} {expected || "—"}
        </span>
      ) : null}
    </span>
  );
}
