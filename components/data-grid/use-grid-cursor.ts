"use client";

import { useTranslations } from "next-intl";
import { useState } from "react";
import { useShortcuts } from "../shortcuts/use-shortcuts";
import { copyText } from "../ui/copy-button";
import { mark, type Selection, toggle, widen } from "./selection";

export type GridCursor = {
  /** Place of the row that the keyboard is on. */
  at: number;
  /** Changes whenever the keyboard, not the pointer, moved: the row is then scrolled to and focused. */
  moves: number;
  go: (index: number) => void;
  /** Where a click left the keyboard. */
  put: (index: number) => void;
};

type Options = {
  ids: readonly string[];
  hasMore: boolean;
  pageRows: number;
  openId: string | null;
  selection: Selection;
  onSelection: (selection: Selection) => void;
  onOpen: (id: string | null) => void;
  onEnter: (id: string) => void;
  hrefOf: (id: string) => string;
  onCopied: (what: "link" | "id") => void;
};

/** The keyboard of a list (the sheet of keys shows it): one row at a time, the rest from there. */
export function useGridCursor(options: Options): GridCursor {
  const { ids, openId, selection, onSelection, onOpen, onEnter } = options;
  const t = useTranslations("grid.keys");
  const [state, setState] = useState({ at: 0, moves: 0, anchor: 0 });
  const last = Math.max(0, ids.length - 1);
  const at = Math.min(state.at, last);
  const current = ids[at];

  function go(index: number) {
    const next = Math.max(0, Math.min(index, last));
    setState(({ moves, anchor }) => ({ at: next, moves: moves + 1, anchor }));
    const id = ids[next];
    if (openId !== null && id !== undefined && id !== openId) onOpen(id);
  }
  function extend(step: number) {
    const next = Math.max(0, Math.min(at + step, last));
    onSelection(
      mark(
        selection,
        [ids[at], ids[next]].filter((id) => id !== undefined),
        true,
      ),
    );
    go(next);
  }
  function range() {
    const [from, to] = [Math.min(state.anchor, at), Math.max(state.anchor, at)];
    onSelection(mark(selection, ids.slice(from, to + 1), true));
  }
  function pick() {
    if (current === undefined) return;
    setState((before) => ({ ...before, at, anchor: at }));
    onSelection(toggle(selection, current));
  }
  async function copy(what: "link" | "id") {
    if (current === undefined) return;
    await copyText(what === "id" ? current : new URL(options.hrefOf(current), window.location.href).href);
    options.onCopied(what);
  }
  useShortcuts(t("scope"), [
    { keys: "j", label: t("next"), run: () => go(at + (state.moves === 0 ? 0 : 1)) },
    { keys: "k", label: t("previous"), run: () => go(at - 1) },
    { keys: "ArrowDown", label: t("next"), run: () => go(at + (state.moves === 0 ? 0 : 1)) },
    { keys: "ArrowUp", label: t("previous"), run: () => go(at - 1) },
    { keys: "Home", label: t("first"), run: () => go(0) },
    { keys: "End", label: t("last"), run: () => go(last) },
    { keys: "PageDown", label: t("pageDown"), run: () => go(at + options.pageRows) },
    { keys: "PageUp", label: t("pageUp"), run: () => go(at - options.pageRows) },
    { keys: "Enter", label: t("enter"), run: () => current !== undefined && onEnter(current) },
    {
      keys: "Space",
      label: t("peek"),
      run: () => onOpen(openId === null && current !== undefined ? current : null),
    },
    { keys: "Escape", label: t("close"), run: () => openId !== null && onOpen(null) },
    { keys: "x", label: t("select"), run: pick },
    { keys: "Shift+x", label: t("selectRange"), run: range },
    { keys: "Shift+ArrowDown", label: t("selectDown"), run: () => extend(1) },
    { keys: "Shift+ArrowUp", label: t("selectUp"), run: () => extend(-1) },
    { keys: "$mod+a", label: t("selectAll"), run: () => onSelection(widen(selection, ids, options.hasMore)) },
    { keys: "y", label: t("copyLink"), run: () => void copy("link") },
    { keys: "Shift+y", label: t("copyId"), run: () => void copy("id") },
  ]);
  return {
    at,
    moves: state.moves,
    go,
    put: (index) =>
      setState((before) => ({ ...before, at: index, anchor: index, moves: Math.max(1, before.moves) })),
  };
}
