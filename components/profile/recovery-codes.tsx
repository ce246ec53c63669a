"use client";

import { Download } from "lucide-react";
import { useTranslations } from "next-intl";
import { useState } from "react";
import { Button } from "../ui/button";
import { CopyButton } from "../ui/copy-button";

/** Ten codes, shown once; who closes them says that they are kept. */
export function RecoveryCodes({ codes, onKept }: { codes: readonly string[]; onKept: () => void }) {
  const t = useTranslations("profile.recovery");
  const [isKept, setKept] = useState(false);
  const text = `${codes.join("\n")}\n`;
  return (
    <div className="flex flex-col gap-4">
      <p>{t("description")}</p>
      <ol
        aria-label={t("title")}
        className="grid grid-cols-1 gap-x-6 gap-y-1 rounded-md border border-line bg-sunken p-3 font-mono text-sm min-[26rem]:grid-cols-2"
      >
        {codes.map((code) => (
          <li key={code}>{code}</li>
        ))}
      </ol>
      <div className="flex flex-wrap items-center gap-2">
        <Button onClick={() => save(text)}>
          <Download aria-hidden />
          {t("download")}
        </Button>
        <CopyButton text={text} label={t("copy")} copiedLabel={t("copied")} />
      </div>
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

function save(text: string): void {
  const link = document.createElement("a");
  link.href = URL.createObjectURL(new Blob([text], { type: "text/plain" }));
  link.download = "lastro-codigos-de-recuperacao.txt";
  link.click();
  URL.revokeObjectURL(link.href);
}
