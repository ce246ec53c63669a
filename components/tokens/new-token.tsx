"use client";

import { useTranslations } from "next-intl";
import { CopyButton } from "../ui/copy-button";
import { KeptAndClose } from "../ui/kept-and-close";

/** A token's only appearance: to copy, with the call that tries it, and closed by who kept it. */
export function NewToken({ token, onKept }: { token: string; onKept: () => void }) {
  const t = useTranslations("tokens.create");
  const curl = `curl -H "Authorization: Bearer ${token}" ${window.location.origin}/api/v1/fundos`;
  return (
    <div className="flex flex-col gap-4">
      <Secret label={t("token")} text={token} />
      <Secret label={t("tryIt")} text={curl} />
      <KeptAndClose keptLabel={t("kept")} closeLabel={t("close")} onKept={onKept} />
    </div>
  );
}

function Secret({ label, text }: { label: string; text: string }) {
  const t = useTranslations("tokens.create");
  return (
    <div className="flex flex-col gap-1">
      <div className="flex items-center justify-between gap-2">
        <span className="text-xs font-medium text-muted">{label}</span>
        <CopyButton text={text} label={t("copy", { what: label })} copiedLabel={t("copied")} />
      </div>
      <code className="rounded-md border border-line bg-sunken p-2 font-mono text-xs break-all">{text}</code>
    </div>
  );
}
