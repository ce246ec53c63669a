import { createHash } from "node:crypto";
import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import { Busboy, type BusboyFileStream } from "@fastify/busboy";
import { DomainError } from "#server/kernel/errors";

export type FormFile = { readonly name: string; readonly bytes: AsyncIterable<Uint8Array> };
export type Form = {
  readonly fields: ReadonlyMap<string, string>;
  /** Null when no file part came. */
  readonly file: { readonly name: string; readonly sha256: string } | null;
};

const fieldBytesMax = 1_000;
/** A sender that is silent for so long has gone, even if its connection has not. */
const silenceMsMax = 60_000;

/**
 * Reads a `multipart/form-data` body as it arrives, its one file through `receive`; fields may come
 * before or after it. Nothing larger than a field is held in memory.
 * @throws DomainError `input.invalid` when it is no such form, `upload.incomplete` when it ends early
 */
export async function readForm(
  request: Request,
  fileField: string,
  receive: (file: FormFile) => Promise<void>,
): Promise<Form> {
  const contentType = request.headers.get("content-type") ?? "";
  if (!/^multipart\/form-data\s*;.*boundary=/i.test(contentType) || !request.body) {
    throw new DomainError("input.invalid", {
      field: "Content-Type",
      expected: "multipart/form-data com o campo arquivo",
    });
  }
  const parser = openParser(contentType);
  const source = Readable.fromWeb(request.body as never);
  const fields = new Map<string, string>();
  let file: Form["file"] = null;
  let receiving: Promise<void> | undefined;
  let fileStream: BusboyFileStream | undefined;
  let failure: unknown;
  const fail = (error: unknown) => {
    failure ??= error;
    source.destroy(error instanceof Error ? error : new Error("form refused"));
  };
  const stopWatching = watch(request, source, () => fail(new DomainError("upload.incomplete")));

  parser.on("field", (name, value, isNameCut, isValueCut) => {
    if (isNameCut || isValueCut || fields.has(name))
      fail(
        new DomainError("input.invalid", {
          field: name.slice(0, 100),
          expected: "um valor curto, uma só vez",
        }),
      );
    fields.set(name, value);
  });
  parser.on("file", (name, stream, fileName) => {
    stream.on("error", () => undefined);
    if (name !== fileField || receiving) {
      stream.resume();
      fail(
        new DomainError("input.invalid", {
          field: String(name).slice(0, 100),
          expected: `um só arquivo, no campo ${fileField}`,
        }),
      );
      return;
    }
    const hash = createHash("sha256");
    fileStream = stream;
    receiving = receive({ name: fileName || "arquivo", bytes: hashed(stream, hash) }).then(
      () => {
        file = { name: fileName || "arquivo", sha256: hash.digest("hex") };
      },
      (error: unknown) => {
        fail(error);
        stream.resume();
      },
    );
  });
  for (const event of ["partsLimit", "filesLimit", "fieldsLimit"] as const) {
    parser.on(event, () =>
      fail(new DomainError("input.invalid", { field: "corpo", expected: "um arquivo e poucos campos" })),
    );
  }
  await pipeline(source, parser).catch((error: unknown) => {
    failure ??= new DomainError("upload.incomplete", {}, { cause: error });
  });
  stopWatching();
  // What is cut off never ends by itself: whoever reads the file must be told.
  if (failure !== undefined)
    (fileStream as BusboyFileStream | undefined)?.destroy(new DomainError("upload.incomplete"));
  await receiving;
  if (failure !== undefined) throw failure;
  return { fields, file };
}

/** Notices a sender that hung up or fell silent: the body's own stream says neither. */
function watch(request: Request, source: Readable, onGone: () => void): () => void {
  const timer = setTimeout(onGone, silenceMsMax);
  const onData = () => timer.refresh();
  source.on("data", onData);
  source.pause();
  request.signal.addEventListener("abort", onGone);
  return () => {
    clearTimeout(timer);
    source.off("data", onData);
    request.signal.removeEventListener("abort", onGone);
  };
}

function openParser(contentType: string) {
  try {
    return new Busboy({
      headers: { "content-type": contentType },
      limits: {
        fieldSize: fieldBytesMax,
        fieldNameSize: 100,
        fields: 10,
        files: 1,
        parts: 12,
        headerPairs: 20,
      },
      fileHwm: 256 * 1024,
    });
  } catch {
    throw new DomainError("input.invalid", {
      field: "Content-Type",
      expected: "multipart/form-data com boundary",
    });
  }
}

async function* hashed(
  stream: BusboyFileStream,
  hash: ReturnType<typeof createHash>,
): AsyncGenerator<Uint8Array> {
  for await (const bytes of stream) {
    hash.update(bytes as Buffer);
    yield bytes as Buffer;
  }
}
