"use client";

import { Check } from "lucide-react";
import Link from "next/link";
import { useTranslations } from "next-intl";
import { classNames } from "../../ui/class-names";
import { canOpen, currentStep, type Step, stepHref, steps } from "./steps";
import { useWizard } from "./wizard-context";

/** The five steps; each that was reached is a link of its own. */
export function StepList() {
  const t = useTranslations("wizard");
  const { uploadId, step, progress } = useWizard();
  const standing = progress.upload;
  return (
    <nav aria-label={t("stepsLabel")}>
      <ol className="flex flex-wrap gap-x-1 gap-y-1">
        {steps.map((each, index) => (
          <li key={each} className="flex items-center gap-1">
            <StepLink
              step={each}
              number={index + 1}
              href={canOpen(standing, each) ? stepHref(uploadId, each) : null}
              isShown={each === step}
              isDone={index < steps.indexOf(currentStep(standing))}
            />
          </li>
        ))}
      </ol>
    </nav>
  );
}

type LinkProps = { step: Step; number: number; href: string | null; isShown: boolean; isDone: boolean };

function StepLink({ step, number, href, isShown, isDone }: LinkProps) {
  const t = useTranslations("wizard");
  const content = (
    <>
      <span
        aria-hidden
        className={classNames(
          "figures inline-flex size-5 items-center justify-center rounded-full text-xs font-semibold",
          isShown ? "bg-accent text-on-accent" : "bg-neutral-tint text-neutral",
        )}
      >
        {isDone && !isShown ? <Check className="size-3.5" /> : number}
      </span>
      {t(`steps.${step}`)}
    </>
  );
  const look = "inline-flex h-8 items-center gap-2 rounded-md px-2.5 text-sm";
  if (!href) {
    return (
      <span aria-disabled="true" className={classNames(look, "text-muted")}>
        {content}
      </span>
    );
  }
  return (
    <Link
      href={href}
      aria-current={isShown ? "step" : undefined}
      className={classNames(
        look,
        isShown ? "bg-accent-soft font-medium text-accent" : "text-ink hover:bg-hover",
      )}
    >
      {content}
    </Link>
  );
}
