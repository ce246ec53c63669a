"use client";

import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useTranslations } from "next-intl";
import { type FormEvent, type KeyboardEvent, useEffect, useRef } from "react";
import { Failure } from "../layout/failure";
import { useTRPC } from "../layout/trpc";
import { Button } from "../ui/button";
import { classNames } from "../ui/class-names";
import { control } from "../ui/field";
import type { SourceRow } from "./answers";

type Props = {
  uploadId: string;
  row: SourceRow;
  names: readonly string[];
  onSaved: (isMended: boolean) => void;
  onClose: () => void;
};

/** One line's fields to write anew. Enter keeps, Esc leaves; what stood there before stays in sight. */
export function RowEditor({ uploadId, row, names, onSaved, onClose }: Props) {
  const t = useTranslations("files.rows");
  const trpc = useTRPC();
  const queryClient = useQueryClient();
  const form = useRef<HTMLFormElement>(null);
  const edit = useMutation(
    trpc.imports.editRow.mutationOptions({
      onSuccess: (staged) => {
        void queryClient.invalidateQueries({ queryKey: trpc.imports.pathKey() });
        if (staged.problem === null) onSaved(true);
      },
    }),
  );
  const staged = edit.data ?? row;
  const before = row.editedFrom ?? row.fields;
  useEffect(() => {
    const wrong = form.current?.querySelector<HTMLInputElement>("[aria-invalid=true]");
    (wrong ?? form.current?.querySelector("input"))?.focus();
  }, []);

  function submit(event: FormEvent<HTMLFormElement>) {
    event.preventDefault();
    const values = new FormData(event.currentTarget);
    const fields = Object.fromEntries(
      names.map((name, index) => [name, String(values.get(`campo-${index}`) ?? "")]),
    );
    edit.mutate({ uploadId, rowNo: row.rowNo, fields });
  }
  function key(event: KeyboardEvent) {
    if (event.key !== "Escape") return;
    event.stopPropagation();
    onClose();
  }

  return (
    <form
      ref={form}
      aria-label={t("editor", { line: row.lineNo })}
      onSubmit={submit}
      onKeyDown={key}
      className="sticky left-0 flex w-[min(100%,calc(100vw-4rem))] max-w-[90rem] flex-col gap-3 p-4"
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
      <div className="grid grid-cols-1 gap-3 sm:grid-cols-2 lg:grid-cols-4">
        {names.map((name, index) => (
          <EditedField
            key={`${row.rowNo} ${name}`}
            name={`campo-${index}`}
            label={name}
            value={row.fields[index] ?? ""}
            before={before[index] ?? ""}
            isWrong={staged.problem?.column === name}
          />
        ))}
      </div>
      <div className="flex flex-wrap items-center gap-2">
        <Button kind="primary" type="submit" disabled={edit.isPending}>
          {t("save")}
        </Button>
        <Button onClick={onClose}>{t("leave")}</Button>
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
  const t = useTranslations("files.rows");
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
