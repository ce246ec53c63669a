import type { UploadState } from "#server/domain/imports/queries";

/** The steps of a file, as its addresses name them. */
export const steps = ["arquivo", "colunas", "previa", "processando", "resultado"] as const;
export type Step = (typeof steps)[number];

export function isStep(text: string): text is Step {
  return (steps as readonly string[]).includes(text);
}

export function stepHref(uploadId: string, step: Step): string {
  return `/arquivos/enviar/${uploadId}/${step}`;
}

type Standing = { state: UploadState; confirmedAt: Date | null; acceptedCount?: number | null };

/** Cancelled before anything of it was taken: nothing is left to be looked at. */
export function isGone({ state, acceptedCount }: Pick<Standing, "state" | "acceptedCount">): boolean {
  return state === "CANCELLED" && (acceptedCount ?? null) === null;
}

/** Where a file stands: the step that its address without one leads to. */
export function currentStep({ state, confirmedAt, acceptedCount }: Standing): Step {
  if (state === "DONE" || (state === "CANCELLED" && !isGone({ state, acceptedCount }))) return "resultado";
  if (state === "ACCEPTING" || state === "PROCESSING" || state === "STOPPING") return "processando";
  if (state === "PREVIEWED") return "previa";
  if (state === "SPLITTING" || state === "STAGING") return confirmedAt ? "processando" : "previa";
  return "arquivo";
}

/** A step can be opened when the file got that far; the columns can be looked at as soon as it arrived. */
export function canOpen(standing: Standing, step: Step): boolean {
  if (step === "colunas") return standing.state !== "RECEIVING" && !isGone(standing);
  return steps.indexOf(step) <= steps.indexOf(currentStep(standing));
}

/** How the file is read can still be changed. */
export function isReadingOpen({ state }: Pick<Standing, "state">): boolean {
  return ["RECEIVING", "AWAITING_CONFIRMATION", "PREVIEWED", "REFUSED"].includes(state);
}

/**
 * The step to go on to when the file moved by itself or by another person: only forward, and only from
 * the step it stood at, so that nobody is taken away from what they look back at.
 */
export function followedStep(shown: Step, standing: Standing): Step | null {
  const current = currentStep(standing);
  const isFront = shown === "previa" || shown === "processando";
  return isFront && steps.indexOf(current) > steps.indexOf(shown) ? current : null;
}
