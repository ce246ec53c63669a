"use client";

import { Field as Base } from "@base-ui/react/field";
import type { ComponentProps, ReactNode } from "react";
import { classNames } from "./class-names";
import { control } from "./control";

type Props = Omit<ComponentProps<typeof Base.Control>, "className"> & {
  label: ReactNode;
  hint?: ReactNode;
  error?: ReactNode;
  className?: string;
};

/** A labelled text field; label, hint and error are tied to the input for everyone who cannot see them. */
export function TextField({ label, hint, error, className, ...input }: Props) {
  return (
    <Base.Root className={classNames("flex min-w-0 flex-col gap-1", className)} invalid={Boolean(error)}>
      <Base.Label className="text-xs font-medium text-muted">{label}</Base.Label>
      <Base.Control className={classNames(control, "figures", error ? "border-bad" : "")} {...input} />
      {hint ? <Base.Description className="text-xs text-muted">{hint}</Base.Description> : null}
      {error ? (
        <Base.Error match className="text-xs text-bad">
          {error}
        </Base.Error>
      ) : null}
    </Base.Root>
  );
}
