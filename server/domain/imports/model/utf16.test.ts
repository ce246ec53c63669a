import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { encodeUtf16, streamAsUtf8, utf16Of, utf16ToUtf8 } from "./utf16";

const text = "operacao_id;fundo\r\nOperação 😀;São Paulo\r\n";
const both = ["utf-16le", "utf-16be"] as const;

async function* cut(bytes: Uint8Array, sizes: readonly number[]) {
  let at = 0;
  for (let i = 0; at < bytes.length; i++) {
    const size = sizes[i % sizes.length] as number;
    yield bytes.subarray(at, at + size);
    at += size;
  }
}

describe.each(both)("a text in %s", (encoding) => {
  test("is known with its mark and without it", () => {
    expect(utf16Of(encodeUtf16(`\ufeff${text}`, encoding))).toBe(encoding);
    expect(utf16Of(encodeUtf16(text, encoding))).toBe(encoding);
  });

  test("becomes the same text in UTF-8 without a mark, however its bytes are cut", async () => {
    const bytes = encodeUtf16(`\ufeff${text}`, encoding);
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.integer({ min: 1, max: 9 }), { minLength: 1, maxLength: 8 }),
        async (sizes) => {
          const parts: Uint8Array[] = [];
          for await (const part of streamAsUtf8(cut(bytes, sizes), encoding)) parts.push(part);
          expect(Buffer.concat(parts).toString("utf8")).toBe(text);
        },
      ),
    );
  });

  test("loses no more than the character that the end of its beginning cuts", () => {
    const bytes = encodeUtf16(text, encoding);
    expect(Buffer.from(utf16ToUtf8(bytes.subarray(0, 21), encoding)).toString()).toBe("operacao_i");
  });
});

test.each([
  ["UTF-8", Buffer.from(text)],
  ["Windows-1252", Buffer.from(text, "latin1")],
  ["zeros", new Uint8Array(64)],
  ["UTF-32 of either end", Uint8Array.of(0xff, 0xfe, 0, 0, 0x6f, 0, 0, 0)],
  ["a few bytes", Uint8Array.of(0x61, 0)],
])("%s is not taken for it", (_, bytes) => {
  expect(utf16Of(bytes)).toBeNull();
});
