import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { createRecordScanner, type RecordFault, type RecordLimits } from "./records";

type Found = [text: string, line: number, fault: RecordFault | null];

function scan(
  bytes: Uint8Array,
  cuts: readonly number[] = [],
  limits?: RecordLimits,
  offset = 0,
): (Found & { start?: number })[] {
  const found: Found[] = [];
  const scanner = createRecordScanner({ delimiter: ";", limits, offset }, (start, end, line, fault) => {
    found.push([Buffer.from(bytes.subarray(start - offset, end - offset)).toString("latin1"), line, fault]);
  });
  let at = 0;
  for (const cut of cuts) {
    const next = Math.min(bytes.length, at + cut);
    scanner.push(bytes.slice(at, next));
    at = next;
  }
  scanner.push(bytes.slice(at));
  scanner.end();
  return found;
}

const bytesOf = (text: string) => Uint8Array.from(Buffer.from(text, "latin1"));
const tight: RecordLimits = { bytes: 24, lines: 3 };

describe("records", () => {
  const cases: [string, string, Found[]][] = [
    [
      "LF, CRLF and CR end lines, mixed",
      "a\nb\r\nc\rd",
      [
        ["a", 1, null],
        ["b", 2, null],
        ["c", 3, null],
        ["d", 4, null],
      ],
    ],
    [
      "blank lines count as lines only",
      "\n \t\na\n\r\n\rb\n",
      [
        ["a", 3, null],
        ["b", 6, null],
      ],
    ],
    [
      "a quoted newline stays inside",
      'a;"x\r\ny\nz";b\nc',
      [
        ['a;"x\r\ny\nz";b', 1, null],
        ["c", 4, null],
      ],
    ],
    ["the last record may be a quoted one without ending", 'a;"x\ny"', [['a;"x\ny"', 1, null]]],
    [
      "doubled quotes do not close",
      'a;"x""\ny";b\nc',
      [
        ['a;"x""\ny";b', 1, null],
        ["c", 3, null],
      ],
    ],
    [
      "a quote inside a field opens nothing",
      '5" tubo;b\nc',
      [
        ['5" tubo;b', 1, null],
        ["c", 2, null],
      ],
    ],
    [
      "an unclosed quote spoils its own line only",
      'a;"x\nb;c\nd;e',
      [
        ['a;"x', 1, "UNCLOSED_QUOTE"],
        ["b;c", 2, null],
        ["d;e", 3, null],
      ],
    ],
    ["a line of separators is a record", ";;;\n", [[";;;", 1, null]]],
  ];
  test.each(cases)("%s", (_name, text, expected) => {
    expect(scan(bytesOf(text))).toEqual(expected);
    expect(scan(bytesOf(text), Array(text.length).fill(1))).toEqual(expected);
  });

  test("a quote that does not close in time frees the lines after it", () => {
    const text = `"${"\nx".repeat(5)}\ny"\nz`;
    const found = scan(bytesOf(text), [], tight);
    expect(found[0]).toEqual(['"', 1, "UNCLOSED_QUOTE"]);
    expect(found.slice(1, 6).map(([each]) => each)).toEqual(["x", "x", "x", "x", "x"]);
    expect(found.at(-1)).toEqual(["z", 8, null]);
  });

  test("a record past the limit is cut there, is one record, and the next one is whole", () => {
    const text = `ok\n${"x".repeat(100)}\nnext;1\r\n`;
    expect(scan(bytesOf(text), [], tight)).toEqual([
      ["ok", 1, null],
      ["x".repeat(25), 2, "RECORD_TOO_LONG"],
      ["next;1", 3, null],
    ]);
  });

  test("a record of exactly the limit is whole, wherever its CRLF is cut", () => {
    const text = `${"x".repeat(24)}\r\ny\r\n`;
    for (let cut = 1; cut < text.length; cut++) {
      expect(scan(bytesOf(text), [cut], tight)).toEqual([
        ["x".repeat(24), 1, null],
        ["y", 2, null],
      ]);
    }
  });

  const hostile = fc
    .array(fc.constantFrom("a", ";", '"', '""', "\n", "\r\n", "\r", " ", "\u0000", "xyz", "\xe7"), {
      maxLength: 120,
    })
    .map((parts) => bytesOf(parts.join("")));

  test("what is found does not depend on how the bytes are cut", () => {
    fc.assert(
      fc.property(hostile, fc.array(fc.integer({ min: 1, max: 9 })), (bytes, cuts) => {
        expect(scan(bytes, cuts, tight)).toEqual(scan(bytes, [], tight));
      }),
      { numRuns: 2_000 },
    );
  });

  test("reading any range of whole records again finds the same records", () => {
    fc.assert(
      fc.property(hostile, fc.nat(), fc.nat(), (bytes, from, count) => {
        const spans: { start: number; end: number; line: number; fault: RecordFault | null }[] = [];
        const scanner = createRecordScanner({ delimiter: ";", limits: tight }, (start, end, line, fault) =>
          spans.push({ start, end, line, fault }),
        );
        scanner.push(bytes);
        scanner.end();
        if (spans.length === 0) return;
        const first = from % spans.length;
        const chosen = spans.slice(first, first + 1 + (count % spans.length));
        const start = chosen[0]?.start ?? 0;
        const again: typeof spans = [];
        const second = createRecordScanner(
          { delimiter: ";", limits: tight, offset: start, line: chosen[0]?.line },
          (...[at, end, line, fault]) => again.push({ start: at, end, line, fault }),
        );
        second.push(bytes.slice(start, chosen.at(-1)?.end));
        second.end();
        expect(again).toEqual(chosen);
      }),
      { numRuns: 3_000 },
    );
  });

  test("every byte that is not blank belongs to one record, or follows a cut one", () => {
    fc.assert(
      fc.property(hostile, (bytes) => {
        let last = 0;
        const scanner = createRecordScanner({ delimiter: ";", limits: tight }, (start, end, _line, fault) => {
          expect(start).toBeGreaterThanOrEqual(last);
          const between = Buffer.from(bytes.subarray(last, start)).toString("latin1");
          if (!wasCut) expect(between.trim()).toBe("");
          wasCut = fault === "RECORD_TOO_LONG";
          last = end;
        });
        let wasCut = false;
        scanner.push(bytes);
        scanner.end();
      }),
      { numRuns: 1_000 },
    );
  });

  test("64 MiB of zeros are one record, and nothing of them is kept", () => {
    const found: number[] = [];
    const scanner = createRecordScanner({ delimiter: ";" }, (start, end) => found.push(start, end));
    const zeros = new Uint8Array(1 << 20);
    for (let i = 0; i < 64; i++) scanner.push(zeros);
    scanner.end();
    expect(found).toEqual([0, 64 * 1024 + 1]);
  });
});
