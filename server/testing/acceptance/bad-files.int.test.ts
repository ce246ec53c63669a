import { Readable } from "node:stream";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { completeUpload, confirmUpload, createUpload } from "#server/domain/imports/index";
import type { Ctx } from "#server/kernel/context";
import { operationsHeader as header, openPipeline, type Pipeline } from "../pipeline";

let pipeline: Pipeline;
let ctx: Ctx;

beforeAll(async () => {
  pipeline = await openPipeline();
  await pipeline.fund("ALFA");
  ({ ctx } = await pipeline.person("operacao"));
});
afterAll(() => pipeline?.close());

const line = "A1;ALFA;C;EXEM12;10,5;0,01;2026-07-15;";
const zip = Buffer.concat([Buffer.from([0x50, 0x4b, 0x03, 0x04, 0x14, 0, 0, 0]), Buffer.alloc(500, 7)]);

async function refusalOf(uploadId: string) {
  const [upload] = await pipeline.sql<{
    state: string;
    code: string;
    refusal: Record<string, unknown>;
    holds: boolean;
  }>("select state, refusal_code as code, refusal, holds_hash as holds from upload where id = $1", [
    uploadId,
  ]);
  return upload;
}

/** Rows, chunks and operations that a refused file left behind: none, whatever it was. */
async function leftBehind(uploadId: string): Promise<number> {
  const [row] = await pipeline.sql<{ count: number }>(
    `select ((select count(*) from upload_row where upload_id = $1) + (select count(*) from upload_chunk where upload_id = $1)
           + (select count(*) from operation where upload_id = $1) + (select count(*) from upload_fund where upload_id = $1))::int as count`,
    [uploadId],
  );
  return row?.count ?? -1;
}

describe("a file that cannot be read is refused whole, says why in Portuguese, and leaves nothing", () => {
  test.each<[string, string, string | Buffer]>([
    ["a header alone", "HEADER_ONLY", `${header}\n`],
    ["a header and blank lines", "HEADER_ONLY", `${header}\n\n  \n\n`],
    [
      "columns separated by what is no separator",
      "WRONG_DELIMITER",
      `${header.replaceAll(";", "~")}\n${line.replaceAll(";", "~")}\n`,
    ],
    [
      "another separator in the lines than in the header",
      "WRONG_DELIMITER",
      `${header}\n${line.replaceAll(";", "|")}\n`,
    ],
    ["no header", "NO_HEADER", `${line}\n${line}\n`],
    ["columns missing", "MISSING_COLUMNS", "operacao_id;fundo;tipo\nA1;ALFA;C\n"],
    ["a column twice", "DUPLICATE_COLUMNS", `${header};quantidade\n${line};1\n`],
    ["UTF-32", "ENCODING_WIDE", Buffer.from([0xff, 0xfe, 0, 0, 0x6f, 0, 0, 0])],
    ["a damaged ZIP called .csv", "ZIP_BROKEN", zip],
    ["a PDF called .csv", "NOT_TEXT", Buffer.from("%PDF-1.7\n%âãÏÓ\n1 0 obj\n")],
    ["a page of HTML", "NOT_TEXT", "<!doctype html><html><body>Sessão expirada</body></html>"],
    ["zeros", "ONLY_ZEROS", Buffer.alloc(3 * 1024 * 1024)],
    ["only a header of 100 KB", "HEADER_INVALID", `${"x".repeat(100_000)}\n${line}\n`],
  ])("%s", async (_, code, body) => {
    const uploadId = await pipeline.send(ctx, body);
    await pipeline.drain();
    const upload = await refusalOf(uploadId);
    expect(upload).toMatchObject({ state: "REFUSED", code, holds: false });
    for (const part of ["expected", "got", "fix"]) expect(upload?.refusal[part], part).toMatch(/\p{L}{2}/u);
    expect(await leftBehind(uploadId)).toBe(0);
  });

  test("an empty file, already when its bytes are complete", async () => {
    const { uploadId, storageKey } = await createUpload(ctx, {
      fileName: "vazio.csv",
      kind: "operacoes",
      channel: "tela",
    });
    await ctx.ports.storage.write(storageKey, Readable.from([]), 100);
    await expect(completeUpload(ctx, { uploadId })).rejects.toMatchObject({
      code: "upload.empty",
      kind: "invalid",
    });
    expect(await refusalOf(uploadId)).toMatchObject({
      state: "REFUSED",
      code: "EMPTY_FILE",
      refusal: { expected: expect.any(String), got: expect.any(String), fix: expect.any(String) },
    });
    expect(await leftBehind(uploadId)).toBe(0);
  });
});

describe("an upload cut in half", () => {
  test("whose sender goes away leaves no bytes, and cannot be completed", async () => {
    const { uploadId, storageKey } = await createUpload(ctx, {
      fileName: "meio.csv",
      kind: "operacoes",
      channel: "tela",
    });
    async function* half() {
      yield Buffer.from(`${header}\n`);
      throw new Error("the sender went away");
    }
    await expect(ctx.ports.storage.write(storageKey, half(), 1_000)).rejects.toThrow();
    await expect(completeUpload(ctx, { uploadId })).rejects.toMatchObject({ code: "storage.not_found" });
    await expect(confirmUpload(ctx, { uploadId })).rejects.toMatchObject({ code: "upload.wrong_state" });
    expect(await leftBehind(uploadId)).toBe(0);
  });

  test("whose stored bytes are fewer than were received is refused", async () => {
    const { uploadId, storageKey } = await createUpload(ctx, {
      fileName: "meio.csv",
      kind: "operacoes",
      channel: "tela",
    });
    const body = `${header}\n${line}\n`;
    await ctx.ports.storage.write(storageKey, Readable.from([Buffer.from(body)]), 1_000);
    await completeUpload(ctx, { uploadId });
    await confirmUpload(ctx, { uploadId });
    await ctx.ports.storage.remove(storageKey);
    await ctx.ports.storage.write(storageKey, Readable.from([Buffer.from(body.slice(0, 90))]), 1_000);
    await pipeline.drain();
    expect(await refusalOf(uploadId)).toMatchObject({ state: "REFUSED", code: "TRUNCATED" });
    expect(await leftBehind(uploadId)).toBe(0);
  });

  test("past the limit of bytes leaves nothing", async () => {
    const { storageKey } = await createUpload(ctx, {
      fileName: "grande.csv",
      kind: "operacoes",
      channel: "tela",
    });
    const zeros = Readable.from([Buffer.alloc(60_000), Buffer.alloc(60_000)]);
    await expect(ctx.ports.storage.write(storageKey, zeros, 100_000)).rejects.toMatchObject({
      code: "storage.too_large",
    });
    await expect(ctx.ports.storage.size(storageKey)).rejects.toMatchObject({ code: "storage.not_found" });
  });
});

describe("the same bytes", () => {
  test("sent ten times at once are one file, and nine refusals that name it", async () => {
    const body = `${header}\nDEZ;ALFA;C;EXEM12;10,5;0,01;2026-07-15;\n`;
    const results = await Promise.allSettled(Array.from({ length: 10 }, () => pipeline.send(ctx, body)));
    const taken = results.flatMap((result) => (result.status === "fulfilled" ? [result.value] : []));
    const refused = results.flatMap((result) => (result.status === "rejected" ? [result.reason] : []));
    expect(taken).toHaveLength(1);
    expect(refused.map((error) => `${error.code} ${error.details.uploadId}`)).toEqual(
      Array.from({ length: 9 }, () => `upload.duplicate ${taken[0]}`),
    );
    await pipeline.drain();
    const rows = await pipeline.sql("select 1 from operation where external_id = 'DEZ'");
    expect(rows).toHaveLength(1);
  });

  test("of a refused file may be sent again", async () => {
    for (let i = 0; i < 2; i++) {
      const uploadId = await pipeline.send(ctx, "operacao_id;fundo;tipo\nX;Y;Z\n");
      await pipeline.drain();
      expect(await refusalOf(uploadId)).toMatchObject({ state: "REFUSED", code: "MISSING_COLUMNS" });
    }
  });

  test("confirmed twice are processed once", async () => {
    const uploadId = await pipeline.send(ctx, `${header}\nDUAS;ALFA;C;EXEM12;1,5;0,01;2026-07-15;\n`);
    await expect(confirmUpload(ctx, { uploadId })).rejects.toMatchObject({ code: "upload.wrong_state" });
    await pipeline.drain();
    const rows = await pipeline.sql("select 1 from operation where external_id = 'DUAS'");
    expect(rows).toHaveLength(1);
  });
});
