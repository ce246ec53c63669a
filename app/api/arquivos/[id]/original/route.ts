import { Readable } from "node:stream";
import { openOriginal } from "#server/domain/imports/index";
import { downloadOfFile, type FileContext } from "../../download";

/** A file as it was received, byte by byte, for who sees all of it. */
export async function GET(request: Request, context: FileContext): Promise<Response> {
  return await downloadOfFile(request, context, async (ctx, id) => {
    const { fileName, sizeBytes, bytes } = await openOriginal(ctx, id);
    return {
      body: Readable.toWeb(bytes) as ReadableStream<Uint8Array>,
      headers: {
        "content-type": "application/octet-stream",
        "content-length": sizeBytes.toString(),
        "content-disposition": `attachment; filename*=UTF-8''${encodeURIComponent(fileName)}`,
      },
    };
  });
}
