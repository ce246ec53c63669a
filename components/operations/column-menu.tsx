"use client";

import { Columns3 } from "lucide-react";
import { useTranslations } from "next-intl";
import { Menu, MenuChecks } from "../ui/menu";

type Props = {
  columns: readonly { id: string; header: string }[];
  hidden: readonly string[];
  onChange: (hidden: string[] | null) => void;
};

/** Puts columns away and back; the first, which leads to the operation, always stays. */
export function ColumnMenu({ columns, hidden, onChange }: Props) {
  const t = useTranslations("operations.columnMenu");
  const choices = columns.slice(1).map(({ id, header }) => ({ value: id, label: header }));
  const shown = choices.map(({ value }) => value).filter((id) => !hidden.includes(id));
  function change(checked: string[]) {
    const away = choices.map(({ value }) => value).filter((id) => !checked.includes(id));
    onChange(away.length > 0 ? away : null);
  }
  return (
    <div className="max-md:hidden">
      <Menu
        label={t("button")}
        trigger={
          <>
            <Columns3 aria-hidden className="size-4 text-muted" />
            {t("button")}
          </>
        }
      >
        <MenuChecks label={t("label")} choices={choices} checked={shown} onChange={change} />
      </Menu>
    </div>
  );
}
