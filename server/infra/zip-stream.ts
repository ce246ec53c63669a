import { once } from "node:events";
import { createReadStream } from "node:fs";
import { appendFile, mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { PassThrough, type Readable } from "node:stream";
import { promisify } from "node:util";
import { constants, crc32, deflateRaw } from "node:zlib";

const deflate = promisify(deflateRaw);
const largest = 0xffff_ffff;
/** The last, empty block of a deflated stream whose pieces were only flushed. */
const end = Buffer.of(3, 0);

type Entry = { name: string; crc: number; size: number; packed: number; offset: number };

/**
 * A ZIP that is sent while it is written. The first file goes out as it comes; the others, which may be
 * written in between, wait deflated on disk until it ends. Holds no more in memory than a piece of a file.
 */
export function openZip(): {
  readonly stream: Readable;
  write(name: string, text: string | Buffer): Promise<void>;
  /** Sends the rest and the table of contents. */
  finish(): Promise<void>;
  /** Ends it half-way: whoever reads it is told. */
  abandon(error: Error): Promise<void>;
} {
  const out = new PassThrough();
  const entries = new Map<string, Entry>();
  let first: Entry | null = null;
  let folder: string | null = null;
  let offset = 0;
  async function send(bytes: Buffer): Promise<void> {
    if (out.destroyed) throw new Error("nobody takes the archive any more");
    offset += bytes.length;
    if (bytes.length > 0 && !out.write(bytes)) await once(out, "drain");
  }
  async function spool(entry: Entry, bytes: Buffer): Promise<void> {
    folder ??= await mkdtemp(path.join(tmpdir(), "lastro-zip-"));
    await appendFile(path.join(folder, entry.name), bytes);
  }
  async function close(entry: Entry): Promise<void> {
    await send(end);
    await send(descriptorOf(entry));
  }
  const tidy = () => (folder ? rm(folder, { recursive: true, force: true }) : Promise.resolve());
  return {
    stream: out,
    async write(name, text) {
      const bytes = typeof text === "string" ? Buffer.from(text) : text;
      const entry = entries.get(name) ?? { name, crc: 0, size: 0, packed: end.length, offset: 0 };
      if (!entries.has(name)) {
        entries.set(name, entry);
        if (first === null) {
          first = entry;
          await send(headerOf(entry));
        }
      }
      if (bytes.length === 0) return;
      const packed = await deflate(bytes, { finishFlush: constants.Z_SYNC_FLUSH });
      entry.crc = crc32(bytes, entry.crc);
      entry.size += bytes.length;
      entry.packed += packed.length;
      if (entry.size > largest || offset + packed.length > largest)
        throw new RangeError("the archive would pass 4 GiB");
      await (entry === first ? send(packed) : spool(entry, packed));
    },
    async finish() {
      if (first) await close(first);
      for (const entry of entries.values()) {
        if (entry === first) continue;
        entry.offset = offset;
        await send(headerOf(entry));
        if (folder && entry.size > 0)
          for await (const piece of createReadStream(path.join(folder, entry.name))) await send(piece);
        await close(entry);
      }
      const start = offset;
      for (const entry of entries.values()) await send(directoryOf(entry));
      await send(tailOf(entries.size, start, offset - start));
      out.end();
      await tidy();
    },
    async abandon(error) {
      out.destroy(error);
      await tidy();
    },
  };
}

// Sizes and sums follow the bytes (bit 3), names are UTF-8 (bit 11), 8 is deflate, 33 the day 1980-01-01.
const common = (entry: Entry, withSums: boolean) => {
  const bytes = Buffer.alloc(26);
  bytes.writeUInt16LE(20, 0);
  bytes.writeUInt16LE(0x0808, 2);
  bytes.writeUInt16LE(8, 4);
  bytes.writeUInt16LE(33, 8);
  if (withSums) sumsOf(entry).copy(bytes, 10);
  bytes.writeUInt16LE(Buffer.byteLength(entry.name), 22);
  return bytes;
};

function sumsOf({ crc, packed, size }: Entry): Buffer {
  const bytes = Buffer.alloc(12);
  bytes.writeUInt32LE(crc, 0);
  bytes.writeUInt32LE(packed, 4);
  bytes.writeUInt32LE(size, 8);
  return bytes;
}

function headerOf(entry: Entry): Buffer {
  return Buffer.concat([Buffer.from("PK\x03\x04"), common(entry, false), Buffer.from(entry.name)]);
}

function descriptorOf(entry: Entry): Buffer {
  return Buffer.concat([Buffer.from("PK\x07\x08"), sumsOf(entry)]);
}

function directoryOf(entry: Entry): Buffer {
  const more = Buffer.alloc(14);
  more.writeUInt32LE(entry.offset, 10);
  return Buffer.concat([
    Buffer.from("PK\x01\x02"),
    Buffer.of(20, 0),
    common(entry, true),
    more,
    Buffer.from(entry.name),
  ]);
}

function tailOf(count: number, start: number, length: number): Buffer {
  const bytes = Buffer.alloc(18);
  bytes.writeUInt16LE(count, 4);
  bytes.writeUInt16LE(count, 6);
  bytes.writeUInt32LE(length, 8);
  bytes.writeUInt32LE(start, 12);
  return Buffer.concat([Buffer.from("PK\x05\x06"), bytes]);
}
