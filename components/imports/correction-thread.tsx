"use client";

import { CornerDownRight } from "lucide-react";
import Link from "next/link";
import { useLocale, useTranslations } from "next-intl";
import { Instant } from "../ui/date-time";
import { formatCount } from "../ui/format";
import { Section } from "../ui/section";
import type { Progress } from "./answers";
import { UploadStatus } from "./upload-status";

/** A file and the corrections that followed it, in the order they came. */
export function CorrectionThread({ progress }: { progress: Progress }) {
  const t = useTranslations("files.thread");
  const { parent, corrections } = progress;
  if (!parent && corrections.length === 0) return null;
  return (
    <Section title={t("title")}>
      {parent ? (
        <p className="px-4 py-2.5">
          {t("corrects")}{" "}
          <Link href={`/arquivos/${parent.uploadId}`} className="font-medium text-accent hover:underline">
            {parent.fileName}
          </Link>
        </p>
      ) : null}
      {corrections.length > 0 ? (
        <ol aria-label={t("list")} className="divide-y divide-line border-line not-first:border-t">
          {corrections.map((correction, index) => (
            <CorrectionLine key={correction.uploadId} correction={correction} version={index + 2} />
          ))}
        </ol>
      ) : null}
    </Section>
  );
}

type Correction = Progress["corrections"][number];

/** One correction: which version, when, and what became of its lines. */
export function CorrectionLine({ correction, version }: { correction: Correction; version: number }) {
  const t = useTranslations("files.thread");
  const locale = useLocale();
  const { rows, accepted, rejected } = correction;
  return (
    <li className="flex flex-wrap items-center gap-x-3 gap-y-1 px-4 py-2">
      <CornerDownRight aria-hidden className="size-4 text-muted" />
      <Link href={`/arquivos/${correction.uploadId}`} className="font-medium text-accent hover:underline">
        {t("version", { version })}
      </Link>
      <UploadStatus state={correction.state} />
      <span className="figures text-muted">
        {rows === null
          ? null
          : t("counts", {
              rows: formatCount(rows, locale),
              accepted: formatCount(accepted ?? 0, locale),
              rejected: formatCount(rejected ?? 0, locale),
            })}
      </span>
      <span className="ml-auto text-xs text-muted">
        <Instant at={correction.createdAt} />
      </span>
    </li>
  );
}
