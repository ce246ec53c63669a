"use client";

import { type ComponentProps, type ReactNode, useId } from "react";
import { classNames } from "./class-names";
import { control } from "./control";

type Props = Omit<ComponentProps<"input">, "id" | "aria-invalid" | "aria-describedby"> & {
  label: ReactNode;
  hint?: ReactNode;
  error?: ReactNode;
};

/** A labelled text field; label, hint and error are tied to the input for everyone who cannot see them. */
export function TextField({ label, hint, error, className, ...input }: Props) {
  const id = useId();
  const described = [hint ? `${id}-hint` : "", error ? `${id}-error` : ""].filter(Boolean).join(" ");
  return (
    <div className={classNames("flex min-w-0 flex-col gap-1", className)}>
      <label htmlFor={id} className="text-xs font-medium text-muted">
        {label}
      </label>
      <input
        id={id}
        aria-invalid={error ? true : undefined}
        aria-describedby={described || undefined}
        className={classNames(control, "figures", error ? "border-bad" : "")}
        {...input}
      />
      {hint ? (
        <p id={`${id}-hint`} className="text-xs text-muted">
          {hint}
        </p>
      ) : null}
      {error ? (
        <div id={`${id}-error`} className="text-xs text-bad">
          {error}
        </div>
      ) : null}
    </div>
  );
}
