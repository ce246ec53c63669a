"use client";

import { ClipboardPaste, FileUp } from "lucide-react";
import { useLocale, useTranslations } from "next-intl";
import { type DragEvent, type FormEvent, useEffect, useId, useRef, useState } from "react";
import { Button } from "../../ui/button";
import { classNames } from "../../ui/class-names";
import { Dialog } from "../../ui/dialog";
import { formatBytes } from "../../ui/format";
import { Notice } from "../../ui/notice";
import { pastedName, readPastedRange } from "../pasted-range";

type Props = {
  bytesMax: number;
  onFiles: (files: File[]) => void;
  title: string;
  chooseLabel: string;
  hint?: string;
  isMultiple?: boolean;
  canPaste?: boolean;
  isSmall?: boolean;
};

const accepted = ".csv,.txt,.tsv,.xlsx,.zip,text/csv,text/plain,text/tab-separated-values";

/** Where a file comes in: dropped, chosen, or as a range copied from a spreadsheet. */
export function DropZone({
  bytesMax,
  onFiles,
  title,
  chooseLabel,
  hint,
  isMultiple,
  canPaste,
  isSmall,
}: Props) {
  const t = useTranslations("wizard.choose");
  const locale = useLocale();
  const id = useId();
  const [isOver, setOver] = useState(false);
  const [tooLarge, setTooLarge] = useState<string | null>(null);

  function take(files: readonly File[]) {
    const large = files.find((file) => file.size > bytesMax);
    setTooLarge(large?.name ?? null);
    const fitting = files.filter((file) => file.size <= bytesMax);
    if (fitting.length > 0) onFiles(isMultiple ? fitting : fitting.slice(0, 1));
  }
  function drop(event: DragEvent) {
    event.preventDefault();
    setOver(false);
    take([...event.dataTransfer.files]);
  }
  usePaste(canPaste === true, take);

  return (
    <div className="flex min-w-0 flex-col gap-3">
      {tooLarge ? (
        <Notice tone="bad" title={t("tooLarge", { name: tooLarge, max: formatBytes(bytesMax, locale) })}>
          {t("tooLargeAction")}
        </Notice>
      ) : null}
      {/* biome-ignore lint/a11y/noStaticElementInteractions: dropping is an addition to the button inside */}
      <div
        onDragOver={(event) => {
          event.preventDefault();
          setOver(true);
        }}
        onDragLeave={() => setOver(false)}
        onDrop={drop}
        className={classNames(
          "flex flex-col items-center gap-3 rounded-lg border-2 border-dashed px-6 text-center",
          isSmall ? "py-6" : "py-14",
          isOver ? "border-accent bg-accent-soft" : "border-line-strong bg-surface",
        )}
      >
        <FileUp
          aria-hidden
          className={classNames("text-muted", isSmall ? "size-5" : "size-8")}
          strokeWidth={1.5}
        />
        <p className="text-base font-medium">{title}</p>
        <div className="flex flex-wrap items-center justify-center gap-2">
          <input
            id={id}
            type="file"
            accept={accepted}
            multiple={isMultiple}
            className="peer sr-only"
            onChange={(event) => {
              take([...(event.target.files ?? [])]);
              event.target.value = "";
            }}
          />
          <label
            htmlFor={id}
            className="inline-flex h-9 cursor-pointer items-center rounded-md bg-accent px-4 text-sm font-medium text-on-accent peer-focus-visible:outline-2 peer-focus-visible:outline-offset-2 peer-focus-visible:outline-focus hover:bg-accent-hover"
          >
            {chooseLabel}
          </label>
          {canPaste ? <PasteButton onFile={(file) => take([file])} /> : null}
        </div>
        {hint ? <p className="max-w-[56ch] text-xs text-muted">{hint}</p> : null}
      </div>
    </div>
  );
}

/** Ctrl V anywhere on the page, except where something is being written. */
function usePaste(isOn: boolean, take: (files: File[]) => void): void {
  const current = useRef(take);
  useEffect(() => {
    current.current = take;
  });
  useEffect(() => {
    if (!isOn) return;
    const paste = (event: ClipboardEvent) => {
      const target = event.target as HTMLElement | null;
      if (target?.closest("input, textarea, [contenteditable], [role=dialog]")) return;
      const files = [...(event.clipboardData?.files ?? [])];
      const range = files.length > 0 ? null : rangeFile(event.clipboardData?.getData("text/plain") ?? "");
      if (files.length === 0 && !range) return;
      event.preventDefault();
      current.current(range ? [range] : files);
    };
    document.addEventListener("paste", paste);
    return () => document.removeEventListener("paste", paste);
  }, [isOn]);
}

/** The same for whoever has no Ctrl V at hand: a place to paste into. */
function PasteButton({ onFile }: { onFile: (file: File) => void }) {
  const t = useTranslations("wizard.choose");
  const [isOpen, setOpen] = useState(false);
  const [isWrong, setWrong] = useState(false);
  const id = useId();
  function submit(event: FormEvent<HTMLFormElement>) {
    event.preventDefault();
    const file = rangeFile(String(new FormData(event.currentTarget).get("intervalo") ?? ""));
    setWrong(file === null);
    if (!file) return;
    setOpen(false);
    onFile(file);
  }
  return (
    <>
      <Button size="large" onClick={() => setOpen(true)}>
        <ClipboardPaste aria-hidden />
        {t("paste")}
      </Button>
      <Dialog open={isOpen} onOpenChange={setOpen} title={t("pasteTitle")} description={t("pasteText")}>
        <form onSubmit={submit} className="flex flex-col gap-3">
          <label htmlFor={id} className="text-xs font-medium text-muted">
            {t("pasteLabel")}
          </label>
          <textarea
            id={id}
            name="intervalo"
            rows={8}
            required
            spellCheck={false}
            aria-describedby={isWrong ? `${id}-erro` : undefined}
            className="w-full rounded-md border border-line-strong bg-surface p-2 font-mono text-xs"
          />
          {isWrong ? (
            <p id={`${id}-erro`} role="alert" className="text-xs text-bad">
              {t("pasteWrong")}
            </p>
          ) : null}
          <div className="flex justify-end gap-2">
            <Button onClick={() => setOpen(false)}>{t("cancel")}</Button>
            <Button kind="primary" type="submit">
              {t("pasteSend")}
            </Button>
          </div>
        </form>
      </Dialog>
    </>
  );
}

function rangeFile(text: string): File | null {
  const range = readPastedRange(text);
  return range ? new File([range.content], pastedName(new Date()), { type: "text/plain" }) : null;
}
