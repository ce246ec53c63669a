"use client";

import { ArrowDown, ArrowUp, SlidersHorizontal } from "lucide-react";
import { useTranslations } from "next-intl";
import { Button } from "../ui/button";
import { Popover } from "../ui/popover";
import { densities, type GridColumn, shownColumns } from "./column";
import { useGridLook } from "./use-grid-look";

type Props = {
  columns: readonly Pick<GridColumn<never>, "id" | "header" | "isExtra">[];
  chosen: readonly string[] | null;
  onChange: (chosen: string[] | null) => void;
};

/** How the list is drawn: which columns, in which order, how dense, and as scrolled rows or as pages. */
export function GridMenu({ columns, chosen, onChange }: Props) {
  const t = useTranslations("grid.menu");
  const [look, setLook] = useGridLook();
  return (
    <Popover
      holderClassName="max-md:hidden"
      label={t("button")}
      align="end"
      className="max-h-[min(34rem,var(--available-height))] w-80 gap-3 overflow-y-auto p-3"
      trigger={
        <Button kind="quiet" className="text-ink!">
          <SlidersHorizontal aria-hidden />
          {t("button")}
        </Button>
      }
    >
      <fieldset className="flex flex-col gap-1">
        <legend className="float-left pb-1 text-xs font-medium text-muted">{t("density")}</legend>
        <div className="clear-both flex gap-1">
          {densities.map((density) => (
            <Choice
              key={density}
              name="density"
              label={t(`densities.${density}`)}
              isOn={look.density === density}
              onPick={() => setLook({ density })}
            />
          ))}
        </div>
      </fieldset>
      <label className="flex shrink-0 cursor-pointer items-start gap-2 border-t border-line pt-3 text-sm">
        <input
          type="checkbox"
          checked={look.isPaged}
          onChange={(event) => setLook({ isPaged: event.target.checked })}
          className="mt-0.5 size-4 accent-accent"
        />
        <span>
          {t("paged")}
          <span className="block text-xs text-muted">{t("pagedHint")}</span>
        </span>
      </label>
      <div className="border-t border-line pt-3">
        <Columns columns={columns} chosen={chosen} onChange={onChange} />
      </div>
    </Popover>
  );
}

function Choice({
  name,
  label,
  isOn,
  onPick,
}: {
  name: string;
  label: string;
  isOn: boolean;
  onPick: () => void;
}) {
  return (
    <label className="flex h-8 flex-1 cursor-pointer items-center justify-center rounded-md border border-line text-sm has-checked:border-accent has-checked:bg-accent-soft has-checked:font-medium has-focus-visible:outline-2 has-focus-visible:outline-focus">
      <input type="radio" name={name} checked={isOn} onChange={onPick} className="sr-only" />
      {label}
    </label>
  );
}

function Columns({ columns, chosen, onChange }: Props) {
  const t = useTranslations("grid.menu");
  const shown = shownColumns(columns as readonly GridColumn<never>[], chosen)
    .map(({ id }) => id)
    .slice(1);
  const byId = new Map(columns.map((column) => [column.id, column]));
  const hidden = columns.slice(1).filter(({ id }) => !shown.includes(id));
  function move(id: string, step: number) {
    const from = shown.indexOf(id);
    const next = shown.toSpliced(from, 1).toSpliced(from + step, 0, id);
    onChange(next);
  }
  const row = "flex min-h-7 items-center gap-2 rounded-sm px-1 text-sm hover:bg-hover";
  return (
    <fieldset className="flex flex-col">
      <legend className="float-left pb-1 text-xs font-medium text-muted">{t("columns")}</legend>
      {shown.map((id, index) => (
        <div key={id} className={row}>
          <label className="flex flex-1 cursor-pointer items-center gap-2">
            <input
              type="checkbox"
              checked
              onChange={() => onChange(shown.filter((one) => one !== id))}
              className="size-4 accent-accent"
            />
            {byId.get(id)?.header}
          </label>
          <Mover
            label={t("moveLeft", { column: byId.get(id)?.header ?? "" })}
            isOff={index === 0}
            onMove={() => move(id, -1)}
          >
            <ArrowUp aria-hidden className="size-3.5" />
          </Mover>
          <Mover
            label={t("moveRight", { column: byId.get(id)?.header ?? "" })}
            isOff={index === shown.length - 1}
            onMove={() => move(id, 1)}
          >
            <ArrowDown aria-hidden className="size-3.5" />
          </Mover>
        </div>
      ))}
      {hidden.map(({ id, header }) => (
        <label key={id} className={`${row} cursor-pointer text-muted`}>
          <input
            type="checkbox"
            checked={false}
            onChange={() => onChange([...shown, id])}
            className="size-4 accent-accent"
          />
          {header}
        </label>
      ))}
      {chosen ? (
        <Button kind="quiet" className="mt-1 self-start" onClick={() => onChange(null)}>
          {t("usual")}
        </Button>
      ) : null}
    </fieldset>
  );
}

function Mover({
  label,
  isOff,
  onMove,
  children,
}: {
  label: string;
  isOff: boolean;
  onMove: () => void;
  children: React.ReactNode;
}) {
  return (
    <button
      type="button"
      aria-label={label}
      disabled={isOff}
      onClick={onMove}
      className="inline-flex size-6 items-center justify-center rounded-sm text-muted hover:bg-sunken hover:text-ink disabled:opacity-30"
    >
      {children}
    </button>
  );
}
