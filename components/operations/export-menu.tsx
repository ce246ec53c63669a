"use client";

import { Download } from "lucide-react";
import { useTranslations } from "next-intl";
import type { Selection } from "../data-grid/selection";
import { Menu, MenuItem } from "../ui/menu";

const formats = ["csv", "tecnico", "jsonl"] as const;
type Format = (typeof formats)[number];

/** The formats a list goes out in; the browser downloads, the page stays. */
export function ExportMenu({ label, onExport }: { label: string; onExport: (format: Format) => void }) {
  const t = useTranslations("operations.export");
  return (
    <Menu
      label={label}
      trigger={
        <>
          <Download aria-hidden className="size-4 text-muted" />
          {label}
        </>
      }
    >
      {formats.map((format) => (
        <MenuItem key={format} onClick={() => onExport(format)}>
          <span className="flex flex-col">
            {t(`formats.${format}`)}
            <span className="text-xs text-muted">{t(`hints.${format}`)}</span>
          </span>
        </MenuItem>
      ))}
    </Menu>
  );
}

const door = "/api/operacoes/exportacao";

/** Everything that the address matches. */
export function exportAll(format: Format, query: string): void {
  post(format, query, {});
}

/** The picked rows, or what matches without the dropped ones. */
export function exportSelected(format: Format, query: string, selection: Selection): void {
  const ids = selection.kind === "some" ? { ids: selection.ids } : { exceto: selection.except };
  post(format, query, ids);
}

/** A form, as an address could not carry two thousand ids; the answer is a download. */
function post(
  format: Format,
  query: string,
  ids: { ids?: ReadonlySet<string>; exceto?: ReadonlySet<string> },
): void {
  const form = document.createElement("form");
  form.method = "post";
  form.action = `${door}?${[query, `formato=${format}`].filter(Boolean).join("&")}`;
  for (const [name, set] of Object.entries(ids)) {
    if (!set) continue;
    const input = Object.assign(document.createElement("input"), {
      type: "hidden",
      name,
      value: [...set].join(","),
    });
    form.append(input);
  }
  document.body.append(form);
  form.submit();
  form.remove();
}
