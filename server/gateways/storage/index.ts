import { createReadStream } from "node:fs";
import { mkdir, open, readdir, rename, rm, stat } from "node:fs/promises";
import { dirname, join } from "node:path";
import { Readable } from "node:stream";
import { DomainError } from "#server/kernel/errors";
import { newId } from "#server/kernel/id";
import type { Storage } from "#server/kernel/ports";

export type LocalStorageOptions = { readonly dir: string };

const temporary = ".partial";
const blockBytes = 256 * 1024;
const leftoverAfterMs = 24 * 3_600_000;

/**
 * Files in a local directory. A file appears whole or not at all: it is written aside, forced to disk
 * and renamed. What a killed process left aside is removed after a day, by whoever writes next.
 */
export function createLocalStorage({ dir }: LocalStorageOptions): Storage {
  const pathOf = (key: string): string => join(dir, checkedKey(key));
  let swept: Promise<void> | null = null;

  return {
    async size(key) {
      return (await stat(pathOf(key)).catch(missing)).size;
    },

    read(key, range) {
      const path = pathOf(key);
      if (range && range.end <= range.start) return Readable.from([]);
      const bounds = range ? { start: range.start, end: range.end - 1 } : {};
      const stream = createReadStream(path, { highWaterMark: blockBytes, ...bounds });
      return translated(stream);
    },

    async write(key, body, limitBytes) {
      const path = pathOf(key);
      const aside = join(dir, temporary);
      const partial = join(aside, newId());
      try {
        await mkdir(aside, { recursive: true });
        await mkdir(dirname(path), { recursive: true });
        swept ??= removeLeftovers(aside);
        await swept;
        const sizeBytes = await writeWhole(partial, body, limitBytes);
        await rename(partial, path);
        await syncDirectory(dirname(path));
        return { sizeBytes };
      } catch (error) {
        await rm(partial, { force: true }).catch(() => undefined);
        throw storageError(error);
      }
    },

    async remove(key) {
      await rm(pathOf(key), { force: true });
    },
  };
}

async function writeWhole(
  path: string,
  body: AsyncIterable<Uint8Array>,
  limitBytes: number,
): Promise<number> {
  const file = await open(path, "wx");
  try {
    let sizeBytes = 0;
    for await (const chunk of body) {
      sizeBytes += chunk.byteLength;
      if (sizeBytes > limitBytes) throw new DomainError("storage.too_large", { limitBytes });
      await writeChunk(file, chunk);
    }
    await file.sync();
    return sizeBytes;
  } finally {
    await file.close();
  }
}

async function writeChunk(file: Awaited<ReturnType<typeof open>>, chunk: Uint8Array): Promise<void> {
  for (let written = 0; written < chunk.byteLength; ) {
    written += (await file.write(chunk, written)).bytesWritten;
  }
}

/** A rename is on disk once its directory is. */
async function syncDirectory(path: string): Promise<void> {
  const directory = await open(path, "r");
  try {
    await directory.sync();
  } finally {
    await directory.close();
  }
}

async function removeLeftovers(aside: string): Promise<void> {
  for (const name of await readdir(aside)) {
    const path = join(aside, name);
    const age = await stat(path).then(
      (found) => Date.now() - found.mtimeMs,
      () => 0,
    );
    if (age > leftoverAfterMs) await rm(path, { force: true });
  }
}

/** Keys are made by us; one that could leave the directory is a defect, whoever made it. */
function checkedKey(key: string): string {
  const isKey = key.length <= 200 && /^[a-z0-9_-]+(\/[a-z0-9_-]+)*$/.test(key);
  if (!isKey) throw new DomainError("internal.unexpected", { reason: "storage key" });
  return key;
}

/** The same bytes, with the errors of the file system told as ours. */
function translated(stream: Readable): Readable {
  return Readable.from(
    (async function* () {
      try {
        yield* stream;
      } catch (error) {
        throw storageError(error);
      }
    })(),
    { objectMode: false },
  );
}

function missing(error: unknown): never {
  throw storageError(error);
}

const diskCodes = new Set([
  "ENOSPC",
  "EDQUOT",
  "EROFS",
  "EACCES",
  "EPERM",
  "EIO",
  "EMFILE",
  "ENFILE",
  "ESTALE",
]);

function storageError(error: unknown): unknown {
  const code = (error as { code?: unknown } | null)?.code;
  if (code === "ENOENT") return new DomainError("storage.not_found", {}, { cause: error });
  const isDisk = typeof code === "string" && diskCodes.has(code);
  return isDisk ? new DomainError("storage.unavailable", { cause: code }, { cause: error }) : error;
}
