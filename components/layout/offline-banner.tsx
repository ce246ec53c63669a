"use client";

import { WifiOff } from "lucide-react";
import { useTranslations } from "next-intl";
import { useSyncExternalStore } from "react";

/** Without a network: what is seen may be old, and what is written waits. */
export function OfflineBanner({ isForced = false }: { isForced?: boolean }) {
  const t = useTranslations("offline");
  const isOnline = useSyncExternalStore(
    watch,
    () => navigator.onLine,
    () => true,
  );
  return (
    <div role="status">
      {isOnline && !isForced ? null : (
        <p className="flex items-start gap-2 border-b border-line-strong bg-neutral-tint px-4 py-2 text-neutral md:px-6">
          <WifiOff aria-hidden className="mt-0.5 size-4 shrink-0" />
          <span>
            <strong className="font-semibold">{t("title")}</strong> {t("text")}
          </span>
        </p>
      )}
    </div>
  );
}

function watch(changed: () => void): () => void {
  window.addEventListener("online", changed);
  window.addEventListener("offline", changed);
  return () => {
    window.removeEventListener("online", changed);
    window.removeEventListener("offline", changed);
  };
}
