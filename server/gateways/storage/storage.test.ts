import { mkdir, mkdtemp, readdir, rm, utimes, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import type { Storage } from "#server/kernel/ports";
import { createLocalStorage } from "./index";

let directory: string;
let storage: Storage;
beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), "lastro-storage-"));
  storage = createLocalStorage({ dir: directory });
});
afterEach(() => rm(directory, { recursive: true, force: true }));

async function* chunks(...parts: string[]): AsyncGenerator<Uint8Array> {
  for (const part of parts) yield Buffer.from(part);
}

async function bytesOf(key: string, range?: { start: number; end: number }): Promise<string> {
  const parts: Buffer[] = [];
  for await (const chunk of storage.read(key, range)) parts.push(chunk as Buffer);
  return Buffer.concat(parts).toString();
}

const files = async () =>
  (await readdir(directory, { recursive: true, withFileTypes: true })).filter((entry) => entry.isFile());

describe("a stored file", () => {
  test("is read back whole and by ranges that exclude their end", async () => {
    expect(await storage.write("uploads/0192-a", chunks("abc", "", "defg"), 7)).toEqual({ sizeBytes: 7 });
    expect(await storage.size("uploads/0192-a")).toBe(7);
    expect(await bytesOf("uploads/0192-a")).toBe("abcdefg");
    expect(await bytesOf("uploads/0192-a", { start: 2, end: 4 })).toBe("cd");
    expect(await bytesOf("uploads/0192-a", { start: 5, end: 99 })).toBe("fg");
    expect(await bytesOf("uploads/0192-a", { start: 3, end: 3 })).toBe("");
  });

  test("past the limit is refused and leaves nothing behind, not even of a file before it", async () => {
    await storage.write("k", chunks("old"), 10);
    await expect(storage.write("k", chunks("12345", "678901"), 10)).rejects.toMatchObject({
      code: "storage.too_large",
    });
    expect(await bytesOf("k")).toBe("old");
    expect(await files()).toHaveLength(1);
  });

  test("whose source breaks leaves nothing behind", async () => {
    async function* broken(): AsyncGenerator<Uint8Array> {
      yield Buffer.from("half");
      throw new Error("cut");
    }
    await expect(storage.write("k", broken(), 10)).rejects.toThrow("cut");
    expect(await files()).toEqual([]);
  });

  test("that is missing is not found, and removing it twice is fine", async () => {
    await expect(storage.size("none")).rejects.toMatchObject({ code: "storage.not_found" });
    await expect(bytesOf("none")).rejects.toMatchObject({ code: "storage.not_found" });
    await storage.write("k", chunks("x"), 1);
    await storage.remove("k");
    await storage.remove("k");
    expect(await files()).toEqual([]);
  });

  test.each(["../x", "/etc/passwd", "a//b", "a/", "A", "a.b", "", ".partial", "a\u0000", "a".repeat(201)])(
    "cannot have the key %j",
    async (key) => {
      await expect(storage.write(key, chunks("x"), 1)).rejects.toMatchObject({ code: "internal.unexpected" });
      await expect(storage.size(key)).rejects.toMatchObject({ code: "internal.unexpected" });
      expect(() => storage.read(key)).toThrow();
    },
  );

  test("left half by a killed process is removed after a day, and not while it may still grow", async () => {
    const aside = join(directory, ".partial");
    await mkdir(aside);
    await writeFile(join(aside, "old"), "x");
    await writeFile(join(aside, "fresh"), "x");
    const twoDaysAgo = new Date(Date.now() - 2 * 86_400_000);
    await utimes(join(aside, "old"), twoDaysAgo, twoDaysAgo);
    await storage.write("k", chunks("x"), 1);
    expect(await readdir(aside)).toEqual(["fresh"]);
  });
});
