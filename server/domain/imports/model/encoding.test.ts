import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { decodeStrict, decodeWindows1252, detectEncoding, encodeWindows1252, headBytes } from "./encoding";

const utf8 = (text: string) => new TextEncoder().encode(text);
const latin = (text: string) => Uint8Array.from(text, (char) => char.charCodeAt(0));
const header = "operacao_id;fundo;tipo\n";

describe("what a file is written in", () => {
  test("a byte order mark says UTF-8", () => {
    expect(detectEncoding(Uint8Array.of(0xef, 0xbb, 0xbf, ...utf8(header)))).toEqual({
      encoding: "utf-8",
      bom: true,
    });
  });

  test("text that is strictly UTF-8 is UTF-8, and plain ASCII too", () => {
    expect(detectEncoding(utf8(`${header}São João;ação\n`))).toEqual({ encoding: "utf-8", bom: false });
    expect(detectEncoding(utf8(header))).toEqual({ encoding: "utf-8", bom: false });
  });

  test("anything else is Windows-1252, whose euro and quotes are read", () => {
    const bytes = latin(`${header}S\xe3o Jo\xe3o;\x80 \x93x\x94\n`);
    expect(detectEncoding(bytes)).toEqual({ encoding: "windows-1252", bom: false });
    expect(decodeWindows1252(bytes)).toContain("São João;€ “x”");
  });

  test("a character cut by the end of the first MiB does not count against UTF-8", () => {
    const filler = "x".repeat(headBytes - header.length - 1);
    const bytes = utf8(`${header}${filler}é`).subarray(0, headBytes);
    expect(detectEncoding(bytes)).toEqual({ encoding: "utf-8", bom: false });
  });

  test("with both kinds of line the more frequent one wins, and the others decode to nothing", () => {
    const good = utf8("São João\n".repeat(3));
    const bad = latin("A\xe7\xfacar\n");
    expect(detectEncoding(Uint8Array.of(...good, ...bad))).toMatchObject({ encoding: "utf-8" });
    expect(detectEncoding(Uint8Array.of(...utf8("São\n"), ...bad, ...bad))).toMatchObject({
      encoding: "windows-1252",
    });
    expect(decodeStrict(bad, "utf-8")).toBeNull();
  });
});

describe("what is no text at all", () => {
  const cases: [string, Uint8Array, string][] = [
    ["nothing", new Uint8Array(0), "EMPTY_FILE"],
    ["only a byte order mark", Uint8Array.of(0xef, 0xbb, 0xbf), "EMPTY_FILE"],
    ["only blank lines", utf8(" \r\n\n\t\n"), "EMPTY_FILE"],
    ["a ZIP or XLSX", Uint8Array.of(0x50, 0x4b, 3, 4, ...utf8(header)), "NOT_TEXT"],
    ["an old XLS", Uint8Array.of(0xd0, 0xcf, 0x11, 0xe0, 0xa1), "NOT_TEXT"],
    ["a PDF", utf8("%PDF-1.7\n1 0 obj"), "NOT_TEXT"],
    ["an HTML page", utf8("<!DOCTYPE html><html>erro</html>"), "NOT_TEXT"],
    ["a gzip", Uint8Array.of(0x1f, 0x8b, 8, 0), "NOT_TEXT"],
    ["UTF-32", Uint8Array.of(0xff, 0xfe, 0, 0, 0x6f, 0, 0, 0), "ENCODING_WIDE"],
    ["UTF-32 of the other end", Uint8Array.of(0, 0, 0xfe, 0xff, 0, 0, 0, 0x6f), "ENCODING_WIDE"],
    ["zeros", new Uint8Array(headBytes), "ONLY_ZEROS"],
    [
      "a binary",
      Uint8Array.from({ length: 4096 }, (_, i) => (i * 37) % 251).map((byte) => byte & 0x1f),
      "NOT_TEXT",
    ],
  ];
  test.each(cases)("%s is refused with its own code", (_name, bytes, code) => {
    expect(detectEncoding(bytes)).toMatchObject({ code });
  });

  test.each([
    ["a ZIP", Uint8Array.of(0x50, 0x4b, 3, 4, ...utf8(header)), /ZIP/, /Descompacte/],
    [
      "a sheet of LibreOffice",
      Uint8Array.of(
        0x50,
        0x4b,
        3,
        4,
        ...utf8(`${"x".repeat(26)}mimetypeapplication/vnd.oasis.opendocument.spreadsheet`),
      ),
      /\.ods/,
      /\.xlsx/,
    ],
    ["an old XLS, or one with a password", Uint8Array.of(0xd0, 0xcf, 0x11, 0xe0), /senha/, /senha.*\.xlsx/],
    ["a PDF", utf8("%PDF-1.7\n1 0 obj"), /PDF/, /CSV ou XLSX/],
    ["a page of HTML", utf8("<html>erro</html>"), /HTML/, /\.xlsx/],
  ] as const)(
    "%s is told what it is and what mends it, a spreadsheet being as good as a CSV",
    (_, bytes, got, fix) => {
      const refusal = detectEncoding(bytes);
      expect(refusal).toMatchObject({ code: "NOT_TEXT", expected: "um arquivo CSV, TXT ou XLSX" });
      expect(refusal).toMatchObject({ got: expect.stringMatching(got), fix: expect.stringMatching(fix) });
      expect(JSON.stringify(refusal)).not.toContain("CSV UTF-8");
    },
  );

  test("one NUL in a text does not refuse the file", () => {
    expect(detectEncoding(utf8(`${header}A\u0000;B;C\n`))).toMatchObject({ encoding: "utf-8" });
  });
});

test("Windows-1252 written again is the same bytes; what it lacks becomes a question mark", () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 300 }), (bytes) => {
      expect(encodeWindows1252(decodeWindows1252(bytes))).toEqual(bytes);
    }),
  );
  expect(decodeWindows1252(encodeWindows1252("ação “€” 漢"))).toBe("ação “€” ?");
});
