"use client";

import { Link2, MoreHorizontal, Printer } from "lucide-react";
import { useTranslations } from "next-intl";
import type { RouterOutput } from "../layout/trpc";
import { useShortcuts } from "../shortcuts/use-shortcuts";
import { copyText } from "../ui/copy-button";
import { Menu, MenuItem } from "../ui/menu";
import { useToasts } from "../ui/toast";
import { asJson } from "./operation-timeline";

/** Takes an operation elsewhere: its address, its id, all of it as data, or on paper. */
export function DetailTools({ detail }: { detail: RouterOutput["operations"]["get"] }) {
  const t = useTranslations("operations.tools");
  const toasts = useToasts();
  const { operationId } = detail.operation;
  async function copy(text: string, said: "linkCopied" | "idCopied" | "jsonCopied") {
    await copyText(text);
    toasts.add({ title: t(said), timeout: 2_000 });
  }
  const link = () => void copy(new URL(`/operacoes/${operationId}`, window.location.href).href, "linkCopied");
  const id = () => void copy(operationId, "idCopied");
  useShortcuts(t("scope"), [
    { keys: "y", label: t("copyLink"), run: link },
    { keys: "Shift+y", label: t("copyId"), run: id },
  ]);
  return (
    <Menu
      label={t("label")}
      trigger={
        <>
          <MoreHorizontal aria-hidden className="size-4 text-muted" />
          {t("label")}
        </>
      }
    >
      <MenuItem icon={<Link2 aria-hidden />} onClick={link}>
        {t("copyLink")}
      </MenuItem>
      <MenuItem onClick={id}>{t("copyId")}</MenuItem>
      <MenuItem onClick={() => void copy(asJson(detail), "jsonCopied")}>{t("copyJson")}</MenuItem>
      <MenuItem icon={<Printer aria-hidden />} onClick={() => window.print()}>
        {t("print")}
      </MenuItem>
    </Menu>
  );
}
