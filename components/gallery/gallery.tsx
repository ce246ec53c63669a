"use client";

import { useTranslations } from "next-intl";
import { ChartPieces } from "./chart-pieces";
import { ControlPieces } from "./control-pieces";
import { StatePieces } from "./state-pieces";
import { TextPieces } from "./text-pieces";

/** Every component in every state; what it says is made up. */
export function Gallery() {
  const t = useTranslations("gallery");
  return (
    <div className="flex flex-col gap-8">
      <div>
        <h1 className="text-xl font-semibold tracking-tight">{t("title")}</h1>
        <p className="text-muted">{t("description")}</p>
      </div>
      <ControlPieces />
      <TextPieces />
      <StatePieces />
      <ChartPieces />
    </div>
  );
}
