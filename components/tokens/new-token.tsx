"use client";

import { useTranslations } from "next-intl";
import { useState } from "react";
import { Button } from "../ui/button";
import { CopyButton } from "../ui/copy-button";

/** A token's only appearance: to copy, with the call that tries it, and closed by who kept it. */
export function NewToken({ token, onKept }: { token: string; onKept: () => void }) {
  const t = useTranslations("tokens.create");
  const [isKept, setKept] = useState(false);
  const curl = `curl -H "Authorization: Bearer ${token}" ${window.location.origin}/api/v1/fundos`;
  return (
    <div className="flex flex-col gap-4">
      <Secret label={t("token")} text={token} />
      <Secret label={t("tryIt")} text={curl} />
      <label className="flex min-h-6 items-center gap-2">
        <input
          type="checkbox"
          checked={isKept}
          onChange={(event) => setKept(event.target.checked)}
          className="size-4 accent-(--accent)"
        />
        {t("kept")}
      </label>
      <div className="flex justify-end">
        <Button kind="primary" disabled={!isKept} onClick={onKept}>
          {t("close")}
        </Button>
      </div>
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
