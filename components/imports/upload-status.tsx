"use client";

import { useTranslations } from "next-intl";
import type { UploadState } from "#server/domain/imports/queries";
import { StatusBadge, type Tone } from "../ui/status-badge";

const tones: Record<UploadState, Tone> = {
  RECEIVING: "waiting",
  AWAITING_CONFIRMATION: "human",
  SPLITTING: "moving",
  STAGING: "moving",
  PREVIEWED: "human",
  ACCEPTING: "moving",
  PROCESSING: "moving",
  STOPPING: "moving",
  DONE: "done",
  REFUSED: "bad",
  CANCELLED: "inert",
};

export function UploadStatus({ state }: { state: UploadState }) {
  const t = useTranslations("files");
  return <StatusBadge tone={tones[state]}>{t(`state.${state}`)}</StatusBadge>;
}
