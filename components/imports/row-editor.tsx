"use client";

import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useTranslations } from "next-intl";
import { type FormEvent, type KeyboardEvent, useEffect, useRef, useState } from "react";
import { Failure } from "../layout/failure";
import { useTRPC } from "../layout/trpc";
import { Button } from "../ui/button";
import { classNames } from "../ui/class-names";
import { control } from "../ui/control";
import type { SourceRow } from "./answers";
import { heldRow, holdRow, releaseRow } from "./row-drafts";

type Props = {
  uploadId: string;
  row: SourceRow;
  names: readonly string[];
  /** Before the confirmation a line can also be left out. */
  canOmit: boolean;
  onSaved: (isMended: boolean) => void;
  onClose: () => void;
};

/**
 * One line's fields to write anew. Enter keeps, Esc leaves; what stood there before stays in sight. What was
 * typed and not kept outlives a reload, a closed tab and a lost connection.
 */
export function RowEditor({ uploadId, row, names, canOmit, onSaved, onClose }: Props) {
  const t = useTranslations("files.mending");
  const trpc = useTRPC();
  const queryClient = useQueryClient();
  const form = useRef<HTMLFormElement>(null);
  const [draft, setDraft] = useState(() => heldRow(uploadId, row));
  const edit = useMutation(
    trpc.imports.editRow.mutationOptions({
      onSuccess: (staged) => {
        void queryClient.invalidateQueries({ queryKey: trpc.imports.pathKey() });
        releaseRow(uploadId, row.rowNo);
        setDraft(null);
        if (staged.problem === null || staged.isLeftOut) onSaved(!staged.isLeftOut);
      },
    }),
  );
  const staged = edit.data ?? row;
  const before = row.editedFrom ?? row.fields;
  useEffect(() => {
    const wrong = form.current?.querySelector<HTMLInputElement>("[aria-invalid=true]");
    (wrong ?? form.current?.querySelector("input"))?.focus();
  }, []);

  function typed(): string[] {
    const values = new FormData(form.current ?? undefined);
    return names.map((_, index) => String(values.get(`campo-${index}`) ?? ""));
  }
  function submit(event: FormEvent<HTMLFormElement>) {
    event.preventDefault();
    const values = typed();
    const fields = Object.fromEntries(names.map((name, index) => [name, values[index] ?? ""]));
    edit.mutate({ uploadId, rowNo: row.rowNo, fields });
  }
  function leave() {
    releaseRow(uploadId, row.rowNo);
    onClose();
  }
  /** Ctrl Enter keeps the line here; it must not reach the step around, where it confirms the file. */
  function key(event: KeyboardEvent) {
    const isSave = event.key === "Enter" && (event.ctrlKey || event.metaKey);
    if (!isSave && event.key !== "Escape") return;
    event.preventDefault();
    event.nativeEvent.stopImmediatePropagation();
    if (isSave) form.current?.requestSubmit();
    else leave();
  }

  return (
    <form
      ref={form}
      aria-label={t("editor", { line: row.lineNo })}
      onSubmit={submit}
      onInput={() => holdRow(uploadId, staged, typed())}
      onKeyDown={key}
      className="sticky left-0 flex w-[100cqw] flex-col gap-3 p-4"
    >
      {edit.error ? <Failure error={edit.error} /> : null}
      {staged.problem ? (
        <p role={edit.data ? "alert" : undefined} className="text-bad">
          <span className="font-medium">
            {t("expectedGot", { expected: staged.problem.expected, got: staged.problem.got })}
          </span>{" "}
          {staged.problem.fix}
        </p>
      ) : null}
      <p role="status" className="text-pending empty:hidden">
        {edit.isPaused ? t("unsent") : draft ? t("draftBack") : null}
      </p>
      <div className="grid grid-cols-1 gap-3 sm:grid-cols-2 lg:grid-cols-4">
        {names.map((name, index) => (
          <EditedField
            key={`${row.rowNo} ${name}`}
            name={`campo-${index}`}
            label={name}
            value={draft?.[index] ?? row.fields[index] ?? ""}
            before={before[index] ?? ""}
            isWrong={staged.problem?.column === name}
          />
        ))}
      </div>
      <div className="flex flex-wrap items-center gap-2">
        <Button kind="primary" type="submit" disabled={edit.isPending}>
          {t("save")}
        </Button>
        <Button onClick={leave}>{t("leave")}</Button>
        {canOmit ? (
          <Button
            disabled={edit.isPending}
            onClick={() => edit.mutate({ uploadId, rowNo: row.rowNo, fields: null })}
          >
            {t("omit")}
          </Button>
        ) : null}
        <span className="text-xs text-muted">{t("audited")}</span>
      </div>
    </form>
  );
}

type FieldProps = {
  name: string;
  label: string;
  value: string;
  before: string;
  isWrong: boolean;
};

function EditedField({ name, label, value, before, isWrong }: FieldProps) {
  const t = useTranslations("files.mending");
  const id = `${name}-${label}`;
  return (
    <div className="flex min-w-0 flex-col gap-1">
      <label htmlFor={id} className="font-mono text-xs text-muted">
        {label}
      </label>
      <input
        id={id}
        name={name}
        defaultValue={value}
        autoComplete="off"
        spellCheck={false}
        aria-invalid={isWrong}
        className={classNames(control, "figures", isWrong && "border-bad")}
      />
      {value === before ? null : (
        <span className="figures text-xs text-muted">
          {t("before")} <del>{before === "" ? t("emptyValue") : before}</del>
        </span>
      )}
    </div>
  );
}
