import { getLocale, getTranslations } from "next-intl/server";
import { z } from "zod";
import { getActor, isSameOrigin } from "#server/auth/index";
import {
  type ExportColumn,
  type ExportWords,
  exportColumns,
  exportFormats,
  type OpenExport,
  openOperationsExport,
} from "#server/domain/operations/index";
import { operationFilter, pickedMax } from "#server/domain/operations/schemas";
import { webCtx } from "#server/infra/web-context";
import { newId } from "#server/kernel/id";
import { readDomainError } from "#server/trpc/errors";
import { type Filter, loadFilter, toInput } from "../../../../components/operations/filter";
import { filterInWords } from "../../../../components/operations/filter-words";
import { statusOf } from "../../../../components/operations/statuses";
import { refusalOf, refuseDownload, refuseStranger } from "../../../download-refusal";

const types = { csv: "text/csv", tecnico: "text/csv", jsonl: "application/x-ndjson" } as const;
/** Each holds a connection while it is taken. */
const openMax = 5;
let open = 0;

/**
 * What a list of operations shows, as a download: read by the same parsers as the page, from the same
 * address, so that screen and file are of the same filter.
 */
export async function POST(request: Request): Promise<Response> {
  const requestId = newId();
  if (!isSameOrigin(request.headers)) return new Response(null, { status: 403 });
  const url = new URL(request.url);
  const format = z.enum(exportFormats).safeParse(url.searchParams.get("formato") ?? "csv");
  url.searchParams.delete("formato");
  const told = { requestId, back: `/operacoes?${url.searchParams}` };
  const actor = await getActor(request);
  if (!actor) return refuseStranger(request, told);
  if (!actor.capabilities.has("operation:read")) return refuseDownload(request, "forbidden", told);
  if (!format.success) return refuseDownload(request, "invalid", told);
  const form = await request.formData().catch(() => new FormData());
  const shown = loadFilter(url.searchParams);
  const [only, except] = [idsOf(form.get("ids")), idsOf(form.get("exceto"))];
  if (Math.max(only?.length ?? 0, except?.length ?? 0) > pickedMax)
    return refuseDownload(request, "too_large", told);
  const filter = operationFilter.safeParse({ ...toInput(shown), only, except });
  if (!filter.success) return refuseDownload(request, "invalid", told);
  if (open >= openMax) return refuseDownload(request, "busy", told);
  open += 1;
  const close = () => {
    open -= 1;
  };
  try {
    const { exportId, context, stream, ended } = await openOperationsExport(webCtx(actor, requestId), {
      filter: filter.data,
      format: format.data,
      words: await wording(),
      inWords: await inWords(shown, filter.data.only?.length ?? null, filter.data.except?.length ?? 0),
      address: told.back,
    });
    void ended.then(close);
    return new Response(stream, {
      headers: {
        ...contextHeaders(context),
        "content-type": `${types[format.data]}; charset=utf-8`,
        "content-disposition": `attachment; filename="operacoes-${exportId.slice(0, 8)}.${format.data === "jsonl" ? "jsonl" : "csv"}"`,
        "cache-control": "no-store",
        "x-accel-buffering": "no",
        "x-request-id": requestId,
      },
    });
  } catch (error) {
    close();
    return refuseDownload(request, refusalOf(readDomainError(error).kind), told);
  }
}

/** The same context as the file's last lines, for a program that wants it before the lines, or has none of those. */
function contextHeaders({ exportId, filter, by, at, rows, executedCents }: OpenExport["context"]) {
  return {
    "x-export-id": exportId,
    "x-export-filter": encodeURIComponent(filter),
    "x-export-by": encodeURIComponent(by),
    "x-export-at": at.toISOString(),
    "x-export-rows": String(rows),
    "x-export-executed-cents": String(executedCents),
  };
}

function idsOf(value: FormDataEntryValue | null): string[] | null {
  return typeof value === "string" ? value.split(",").filter(Boolean) : null;
}

async function inWords(shown: Filter, only: number | null, except: number): Promise<string> {
  const t = await getTranslations("operations");
  const parts = filterInWords(shown, t as never, await getLocale()).map(
    ([, label, value]) => `${label}: ${value}`,
  );
  if (only !== null) parts.push(t("export.only", { count: only }));
  if (except > 0) parts.push(t("export.except", { count: except }));
  return parts.join(" · ") || t("export.everything");
}

async function wording(): Promise<ExportWords> {
  const t = await getTranslations("operations");
  const tReasons = await getTranslations("reasons");
  const names = exportColumns.map((column) => [column, t(`export.columns.${column}`)] as const);
  const contextKeys = ["title", "filter", "address", "by", "at", "rows", "sum", "sha256"] as const;
  const words: Partial<Record<ExportColumn, (code: string) => string>> = {
    side: (code) => t(`side.${code}` as "side.BUY"),
    assetClass: (code) => (t.has(`class.${code}` as never) ? t(`class.${code}` as "class.fidc") : code),
    state: (code) => t(`status.${statusOf({ state: code as "EXECUTED", waitReason: null })}`),
    waitReason: (code) => t(`status.${statusOf({ state: "PENDING", waitReason: code as "READY" })}`),
    code: (code) =>
      tReasons.has(code.replaceAll(".", "_") as never) ? tReasons(code.replaceAll(".", "_") as never) : code,
  };
  return {
    columns: Object.fromEntries(names) as Record<ExportColumn, string>,
    context: Object.fromEntries(
      contextKeys.map((key) => [key, t(`export.context.${key}`)]),
    ) as ExportWords["context"],
    word: (column, code) => words[column]?.(code) ?? code,
  };
}
