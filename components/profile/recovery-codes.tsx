"use client";

import { Download } from "lucide-react";
import { useTranslations } from "next-intl";
import { Button } from "../ui/button";
import { CopyButton } from "../ui/copy-button";
import { KeptAndClose } from "../ui/kept-and-close";

/** Ten codes, shown once; who closes them says that they are kept. */
export function RecoveryCodes({ codes, onKept }: { codes: readonly string[]; onKept: () => void }) {
  const t = useTranslations("profile.recovery");
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
      <KeptAndClose keptLabel={t("kept")} closeLabel={t("close")} onKept={onKept} />
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
