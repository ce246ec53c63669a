"use client";

import { Plus, X } from "lucide-react";
import { useTranslations } from "next-intl";
import type { ReactNode } from "react";
import { classNames } from "../ui/class-names";
import { Popover } from "../ui/popover";

type Props = {
  label: string;
  /** The filter in words; null while there is none. */
  value: string | null;
  onClear: () => void;
  /** What sets it; drawn only while it is open. */
  children?: ReactNode;
};

/** One filter: offered with a plus, or set, with its value and a cross. */
export function FilterChip({ label, value, onClear, children }: Props) {
  const t = useTranslations("grid.filters");
  const isSet = value !== null;
  return (
    <span
      className={classNames(
        "inline-flex h-7 max-w-full items-center rounded-full border text-sm",
        isSet ? "border-accent/40 bg-accent-soft text-ink" : "border-dashed border-line-strong text-muted",
      )}
    >
      <Popover
        label={label}
        align="start"
        holderClassName="flex h-full min-w-0"
        className="max-h-[min(26rem,var(--available-height))] w-72 max-w-[calc(100vw-2rem)] gap-2 overflow-y-auto p-3"
        trigger={
          <button
            type="button"
            disabled={!children}
            className={classNames(
              "inline-flex h-full min-w-0 items-center gap-1 rounded-full px-2.5 hover:text-ink",
              isSet && "pr-1",
            )}
          >
            {isSet ? null : <Plus aria-hidden className="size-3.5" />}
            <span className={classNames("shrink-0", isSet && "text-muted")}>
              {label}
              {isSet ? ":" : ""}
            </span>
            {isSet ? <span className="max-w-64 truncate font-medium">{value}</span> : null}
          </button>
        }
      >
        {children}
      </Popover>
      {isSet ? (
        <button
          type="button"
          onClick={onClear}
          aria-label={t("remove", { filter: label })}
          className="mr-0.5 inline-flex size-6 items-center justify-center rounded-full text-muted hover:bg-hover hover:text-ink"
        >
          <X aria-hidden className="size-3.5" />
        </button>
      ) : null}
    </span>
  );
}

export type FilterChoice = { value: string; label: string };

/** Some of a few known values, each with how many it would leave. */
export function FilterChoices({
  label,
  choices,
  counts,
  value,
  onChange,
}: {
  label: string;
  choices: readonly FilterChoice[];
  counts: ReadonlyMap<string, string> | undefined;
  value: readonly string[];
  onChange: (value: string[]) => void;
}) {
  return (
    <fieldset className="flex flex-col">
      <legend className="pb-1 text-xs font-medium text-muted">{label}</legend>
      {choices.map((choice) => (
        <label
          key={choice.value}
          className="flex min-h-7 cursor-pointer items-center gap-2 rounded-sm px-1 text-sm hover:bg-hover"
        >
          <input
            type="checkbox"
            checked={value.includes(choice.value)}
            onChange={(event) =>
              onChange(
                event.target.checked ? [...value, choice.value] : value.filter((one) => one !== choice.value),
              )
            }
            className="size-4 accent-accent"
          />
          <span className="flex-1">{choice.label}</span>
          <span className="figures text-xs text-muted">
            {counts ? (counts.get(choice.value) ?? "0") : ""}
          </span>
        </label>
      ))}
    </fieldset>
  );
}
