"use client";

import { ArrowLeft, ArrowRight } from "lucide-react";
import { useRouter } from "next/navigation";
import { useTranslations } from "next-intl";
import type { ReactNode } from "react";
import type { Shortcut } from "../../shortcuts/registry";
import { useShortcuts } from "../../shortcuts/use-shortcuts";
import { Button, ButtonLink } from "../../ui/button";
import { Counters } from "./counters";
import { stepHref, steps } from "./steps";
import { useWizard } from "./wizard-context";

type Next = { label: string; run: () => void; isDisabled?: boolean; why?: string | null };
type Props = { next?: Next | null; others?: ReactNode; keys?: readonly Shortcut[] };

/**
 * Stays under the top of the page: what is known of the lines, the way back, and the one thing to do
 * next (Ctrl Enter). What cannot be done yet says why.
 */
export function StepBar({ next, others, keys = [] }: Props) {
  const t = useTranslations("wizard");
  const router = useRouter();
  const { uploadId, step, progress } = useWizard();
  const index = steps.indexOf(step);
  const before = index > 0 ? steps[index - 1] : undefined;
  const backHref = before ? stepHref(uploadId, before) : "/arquivos/enviar";
  useShortcuts(t("title"), [
    { keys: "Alt+ArrowLeft", label: t("back"), run: () => router.push(backHref) },
    ...(next ? [{ keys: "$mod+Enter", label: next.label, run: () => !next.isDisabled && next.run() }] : []),
    ...keys,
  ]);
  return (
    <div className="z-20 -mx-4 flex flex-wrap items-center justify-between gap-x-6 gap-y-2 border-y border-line bg-page px-4 py-2 md:sticky md:top-14 md:-mx-6 md:px-6">
      <Counters progress={progress} />
      <div className="flex flex-wrap items-center gap-2">
        {others}
        <ButtonLink kind="quiet" href={backHref} title={`${t("back")} (Alt ←)`}>
          <ArrowLeft aria-hidden />
          {t("back")}
        </ButtonLink>
        {next ? (
          <Button
            kind="primary"
            aria-disabled={next.isDisabled ? "true" : undefined}
            aria-describedby={next.why ? "por-que-nao" : undefined}
            aria-keyshortcuts="Control+Enter"
            title={`${next.label} (Ctrl Enter)`}
            onClick={() => !next.isDisabled && next.run()}
          >
            {next.label}
            <ArrowRight aria-hidden />
          </Button>
        ) : null}
      </div>
      {next?.why ? (
        <p id="por-que-nao" className="w-full text-right text-xs text-muted">
          {next.why}
        </p>
      ) : null}
    </div>
  );
}
