import { openRejectedCsv } from "#server/domain/imports/index";
import { downloadOfFile, type FileContext } from "../../download";

/** The rejected lines of a file as a download; the first piece is read before the answer begins. */
export async function GET(request: Request, context: FileContext): Promise<Response> {
  return await downloadOfFile(request, context, async (ctx, id) => {
    const { body, charset } = await openRejectedCsv(ctx, id);
    return {
      body,
      headers: {
        "content-type": `text/csv; charset=${charset}`,
        "content-disposition": `attachment; filename="rejeitadas-${id.slice(0, 8)}.csv"`,
      },
    };
  });
}
