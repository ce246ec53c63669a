"use client";

import { useLocale, useTranslations } from "next-intl";
import { Instant } from "../ui/date-time";
import { formatBytes, formatCount } from "../ui/format";
import type { Progress } from "./answers";

/** A file in one line: who sent it, when, how large, how it is written, whose it is. */
export function UploadFacts({ upload }: { upload: Progress["upload"] }) {
  const t = useTranslations("files");
  const locale = useLocale();
  return (
    <span className="figures">
      {t("sentBy", { name: upload.uploaderName })} · <Instant at={upload.createdAt} />
      {upload.sizeBytes > 0n ? ` · ${formatBytes(upload.sizeBytes, locale)}` : ""}
      {upload.rowCount !== null
        ? ` · ${t("rows", { count: upload.rowCount, formatted: formatCount(upload.rowCount, locale) })}`
        : ""}
      {upload.encoding ? ` · ${upload.encoding}` : ""}
      {upload.funds.length > 0 ? ` · ${upload.funds.map((fund) => fund.code).join(", ")}` : ""}
    </span>
  );
}
