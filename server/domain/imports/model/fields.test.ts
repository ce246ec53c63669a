import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { detectDelimiter, readSeparatorLine } from "./delimiter";
import { joinFields, splitFields } from "./fields";

describe("fields", () => {
  test.each([
    ["a;b;c", ["a", "b", "c"]],
    ["", [""]],
    [";", ["", ""]],
    ['"a;b";c', ["a;b", "c"]],
    ['"a""b";"";c', ['a"b', "", "c"]],
    ['"a\nb"', ["a\nb"]],
    ['5" tubo;x', ['5" tubo', "x"]],
    ['"a" ;b', ["a", "b"]],
    ['a;"b', "UNCLOSED_QUOTE"],
    ['a;"b"c;d', "QUOTE_MISPLACED"],
    ['"=HYPERLINK(""x"")";1', ['=HYPERLINK("x")', "1"]],
  ] as [string, string[] | string][])("%j", (text, expected) => {
    expect(splitFields(text, ";")).toEqual(expected);
  });

  test("what is written is read back", () => {
    const field = fc.string({
      unit: fc.constantFrom("a", '"', ";", "\n", "\r", " ", "é", ","),
      maxLength: 8,
    });
    fc.assert(
      fc.property(
        fc.array(field, { minLength: 1, maxLength: 6 }),
        fc.constantFrom(";", ",", "\t", "|"),
        (fields, delimiter) => {
          expect(splitFields(joinFields(fields, delimiter), delimiter)).toEqual(fields);
        },
      ),
    );
  });
});

describe("delimiter", () => {
  test.each([
    ["operacao_id;fundo;tipo;ativo", ";"],
    ["operation_id,fund,operation_type", ","],
    ["operacao_id\tfundo\ttipo", "\t"],
    ["operacao_id|fundo|tipo", "|"],
    ['operacao_id;fundo;"obs, livre, longa, demais"', ";"],
  ])("%j is cut by %j", (text, expected) => {
    expect(detectDelimiter(text)).toBe(expected);
  });

  test("Excel's first line names it", () => {
    expect(readSeparatorLine("sep=,")).toBe(",");
    expect(readSeparatorLine("SEP=;\r")).toBe(";");
    expect(readSeparatorLine("sep=\t")).toBe("\t");
    expect(readSeparatorLine("sep=x")).toBeNull();
    expect(readSeparatorLine("operacao_id;fundo")).toBeNull();
  });
});
