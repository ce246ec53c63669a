"use client";

import { ArrowDown, ArrowUp, Minus, Plus, SlidersHorizontal } from "lucide-react";
import { useTranslations } from "next-intl";
import { Button } from "../ui/button";
import { Popover } from "../ui/popover";
import {
  type ColumnWidth,
  densities,
  type GridColumn,
  shownColumns,
  widthMax,
  widthMin,
  withWidth,
} from "./column";
import { useGridLook } from "./use-grid-look";

type Props = {
  columns: readonly Pick<GridColumn<never>, "id" | "header" | "isExtra" | "width">[];
  chosen: readonly string[] | null;
  onChange: (chosen: string[] | null) => void;
  widths: readonly ColumnWidth[] | null;
  onWidths: (widths: ColumnWidth[] | null) => void;
};

/** How the list is drawn: which columns, in which order, how dense, and as scrolled rows or as pages. */
export function GridMenu(props: Props) {
  const t = useTranslations("grid.menu");
  const [look, setLook] = useGridLook();
  return (
    <Popover
      holderClassName="max-md:hidden"
      label={t("button")}
      align="end"
      className="max-h-[min(34rem,var(--available-height))] w-80 gap-3 overflow-y-auto p-3"
      trigger={
        <Button kind="quiet" className="font-normal text-ink!">
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
        <Columns {...props} />
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

const widthStep = 1;

function Columns({ columns, chosen, onChange, widths, onWidths }: Props) {
  const t = useTranslations("grid.menu");
  const [first, ...shown] = shownColumns(columns as readonly GridColumn<never>[], chosen);
  const ids = shown.map(({ id }) => id);
  const hidden = columns.slice(1).filter(({ id }) => !ids.includes(id));
  function move(id: string, step: number) {
    const from = ids.indexOf(id);
    onChange(ids.toSpliced(from, 1).toSpliced(from + step, 0, id));
  }
  const row = "flex min-h-7 items-center gap-1 rounded-sm px-1 text-sm hover:bg-hover";
  const name = "flex min-w-0 flex-1 cursor-pointer items-center gap-2";
  const sizer = ({ id, header, width }: GridColumn<never>) => (
    <Sizer
      header={header}
      width={widths?.find((one) => one.id === id)?.width ?? width}
      onWidth={(next) => onWidths(withWidth(widths, id, next))}
    />
  );
  return (
    <fieldset className="flex flex-col">
      <legend className="float-left pb-1 text-xs font-medium text-muted">{t("columns")}</legend>
      {first ? (
        <div className={row}>
          <span className={name}>
            <input
              type="checkbox"
              aria-label={first.header}
              checked
              disabled
              className="size-4 accent-accent"
            />
            <span className="truncate">{first.header}</span>
          </span>
          {sizer(first)}
          <span className="w-12" />
        </div>
      ) : null}
      {shown.map((column, index) => (
        <div key={column.id} className={row}>
          <label className={name}>
            <input
              type="checkbox"
              checked
              onChange={() => onChange(ids.filter((one) => one !== column.id))}
              className="size-4 accent-accent"
            />
            <span className="truncate">{column.header}</span>
          </label>
          {sizer(column)}
          <Tool
            label={t("moveLeft", { column: column.header })}
            isOff={index === 0}
            onPress={() => move(column.id, -1)}
          >
            <ArrowUp aria-hidden className="size-3.5" />
          </Tool>
          <Tool
            label={t("moveRight", { column: column.header })}
            isOff={index === shown.length - 1}
            onPress={() => move(column.id, 1)}
          >
            <ArrowDown aria-hidden className="size-3.5" />
          </Tool>
        </div>
      ))}
      {hidden.map(({ id, header }) => (
        <label key={id} className={`${row} cursor-pointer gap-2! text-muted`}>
          <input
            type="checkbox"
            checked={false}
            onChange={() => onChange([...ids, id])}
            className="size-4 accent-accent"
          />
          {header}
        </label>
      ))}
      {chosen || widths ? (
        <Button
          kind="quiet"
          className="mt-1 self-start"
          onClick={() => {
            onChange(null);
            onWidths(null);
          }}
        >
          {t("usual")}
        </Button>
      ) : null}
    </fieldset>
  );
}

/** A column's width without dragging. */
function Sizer(props: { header: string; width: number; onWidth: (width: number) => void }) {
  const t = useTranslations("grid.menu");
  const { header, width, onWidth } = props;
  return (
    <>
      <Tool
        label={t("narrower", { column: header })}
        isOff={width <= widthMin}
        onPress={() => onWidth(width - widthStep)}
      >
        <Minus aria-hidden className="size-3.5" />
      </Tool>
      <Tool
        label={t("wider", { column: header })}
        isOff={width >= widthMax}
        onPress={() => onWidth(width + widthStep)}
      >
        <Plus aria-hidden className="size-3.5" />
      </Tool>
    </>
  );
}

function Tool({
  label,
  isOff,
  onPress,
  children,
}: {
  label: string;
  isOff: boolean;
  onPress: () => void;
  children: React.ReactNode;
}) {
  return (
    <button
      type="button"
      aria-label={label}
      disabled={isOff}
      onClick={onPress}
      className="inline-flex size-6 items-center justify-center rounded-sm text-muted hover:bg-sunken hover:text-ink disabled:opacity-30"
    >
      {children}
    </button>
  );
}
