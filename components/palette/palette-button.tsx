"use client";

import { Search } from "lucide-react";
import dynamic from "next/dynamic";
import { useTranslations } from "next-intl";
import { useState } from "react";
import type { Capability } from "#server/kernel/capabilities";
import { KeyHint } from "../shortcuts/key-hint";
import { useShortcuts } from "../shortcuts/use-shortcuts";

/** Fetches what the palette is made of, before it is asked for. */
export const loadPalette = () => import("./palette");
const Palette = dynamic(loadPalette, { ssr: false });

/** Opens the palette. */
export function PaletteButton({ capabilities }: { capabilities: readonly Capability[] }) {
  const t = useTranslations("palette");
  const tShortcuts = useTranslations("shortcuts");
  const [isOpen, setOpen] = useState(false);
  const [wasOpened, setOpened] = useState(false);
  const open = () => {
    setOpened(true);
    setOpen(true);
  };
  useShortcuts(tShortcuts("everywhere"), [{ keys: "$mod+k", label: tShortcuts("palette"), run: open }], {
    isGlobal: true,
  });
  return (
    <>
      <button
        type="button"
        onClick={open}
        aria-haspopup="dialog"
        aria-label={t("open")}
        className="inline-flex h-8 min-w-8 items-center justify-center gap-2 rounded-md border border-line bg-page px-2 text-sm text-muted hover:border-line-strong hover:text-ink md:w-64 md:justify-between"
      >
        <span className="inline-flex items-center gap-2">
          <Search aria-hidden className="size-4" />
          <span className="max-md:hidden">{t("open")}</span>
        </span>
        <span aria-hidden className="max-md:hidden">
          <KeyHint keys="$mod+k" />
        </span>
      </button>
      {wasOpened ? <Palette open={isOpen} onOpenChange={setOpen} capabilities={capabilities} /> : null}
    </>
  );
}
