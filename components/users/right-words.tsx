"use client";

import { useTranslations } from "next-intl";
import { type Capability, capabilities } from "#server/kernel/capabilities";

/** A right in words, its code beside it for whoever reads the API. */
export function RightWords({ right }: { right: Capability }) {
  const t = useTranslations("rights");
  return (
    <>
      <span className="block font-medium">{t(keyOf(right))}</span>
      <code className="font-mono text-xs text-muted">{right}</code>
    </>
  );
}

/** Message keys cannot hold the colon of a right. */
export function keyOf(right: Capability) {
  return right.replace(":", "_") as `${string}_${string}` & RightKey;
}
type RightKey = {
  [Right in Capability]: Right extends `${infer Noun}:${infer Verb}` ? `${Noun}_${Verb}` : never;
}[Capability];

/** Rights in the order of what they are about. */
export const orderedRights: readonly Capability[] = capabilities;
