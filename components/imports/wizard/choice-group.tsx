"use client";

import { type ReactNode, useId } from "react";
import { classNames } from "../../ui/class-names";

export type ReadingChoice = { value: string; label: ReactNode; detail?: ReactNode };

type Props = {
  legend: string;
  hint?: ReactNode;
  choices: readonly ReadingChoice[];
  value: string;
  onChange: (value: string) => void;
  isDisabled?: boolean;
  /** One below the other, for choices that show much. */
  isStacked?: boolean;
};

/** One way of reading out of several, each with what it makes of the file. */
export function ChoiceGroup({ legend, hint, choices, value, onChange, isDisabled, isStacked }: Props) {
  const name = useId();
  return (
    <fieldset disabled={isDisabled} className="flex min-w-0 flex-col gap-1.5">
      <legend className="mb-1.5 text-xs font-medium text-muted">{legend}</legend>
      <div className={classNames("flex min-w-0 gap-2", isStacked ? "flex-col" : "flex-wrap")}>
        {choices.map((choice) => (
          <label
            key={choice.value}
            className={classNames(
              "flex min-w-0 items-start gap-2 rounded-md border px-2.5 py-1.5",
              choice.value === value ? "border-accent bg-accent-soft" : "border-line",
              isDisabled ? "cursor-not-allowed" : "cursor-pointer hover:border-line-strong",
            )}
          >
            <input
              type="radio"
              name={name}
              value={choice.value}
              checked={choice.value === value}
              onChange={() => onChange(choice.value)}
              className="mt-0.5 size-4 shrink-0 accent-accent"
            />
            <span className="flex min-w-0 flex-col">
              <span className="font-medium">{choice.label}</span>
              {choice.detail ? <span className="text-xs text-muted">{choice.detail}</span> : null}
            </span>
          </label>
        ))}
      </div>
      {hint ? <div className="text-xs text-muted">{hint}</div> : null}
    </fieldset>
  );
}
