import { crc32, deflateRawSync } from "node:zlib";

export type Cell = string | number | { day: string };
type Part = { name: string; text: string | Buffer; saysSize?: number };
type Sheets = Readonly<Record<string, readonly (readonly Cell[])[]>>;

type Look = {
  /** Parts beside those of a plain workbook. */
  more?: readonly Part[];
  /** Sheet → widths of its columns, in characters; its first row is a header then, which stays in sight. */
  widths?: Readonly<Record<string, readonly number[]>>;
};

const xml = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>';
const main = "http://schemas.openxmlformats.org/spreadsheetml/2006/main";
const related = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
const packaged = "http://schemas.openxmlformats.org/package/2006";
const spreadsheetType = "application/vnd.openxmlformats-officedocument.spreadsheetml";

/**
 * A workbook as Excel reads and writes one, with a sheet for each name: for the template to download and
 * for tests. Texts are XML already. Days are cells with a date's format.
 */
export function makeWorkbook(sheets: Sheets, { more = [], widths = {} }: Look = {}): Buffer {
  const names = Object.keys(sheets);
  const sheetPath = (index: number) => `xl/worksheets/sheet${index + 1}.xml`;
  return makeZip([
    { name: "[Content_Types].xml", text: contentTypes(names.map((_, index) => sheetPath(index))) },
    {
      name: "_rels/.rels",
      text: `${xml}<Relationships xmlns="${packaged}/relationships">${relation("rId1", "officeDocument", "xl/workbook.xml")}</Relationships>`,
    },
    {
      name: "xl/workbook.xml",
      text: `${xml}<workbook xmlns="${main}" xmlns:r="${related}"><sheets>${names
        .map((name, i) => `<sheet name="${name}" sheetId="${i + 1}" r:id="rId${i + 1}"/>`)
        .join("")}</sheets></workbook>`,
    },
    {
      name: "xl/_rels/workbook.xml.rels",
      text: `${xml}<Relationships xmlns="${packaged}/relationships">${names
        .map((_, i) => relation(`rId${i + 1}`, "worksheet", `worksheets/sheet${i + 1}.xml`))
        .join("")}${relation("rId99", "styles", "styles.xml")}</Relationships>`,
    },
    { name: "xl/styles.xml", text: styles },
    ...names.map((name, index) => ({
      name: sheetPath(index),
      text: sheetXml(sheets[name] ?? [], widths[name]),
    })),
    ...more,
  ]);
}

function relation(id: string, type: string, target: string): string {
  return `<Relationship Id="${id}" Type="${related}/${type}" Target="${target}"/>`;
}

function contentTypes(sheetPaths: readonly string[]): string {
  const override = (path: string, type: string) =>
    `<Override PartName="/${path}" ContentType="${spreadsheetType}.${type}+xml"/>`;
  return `${xml}<Types xmlns="${packaged}/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" ContentType="application/xml"/>${override("xl/workbook.xml", "sheet.main")}${override("xl/styles.xml", "styles")}${sheetPaths.map((path) => override(path, "worksheet")).join("")}</Types>`;
}

/** Cell formats: 0 plain, 1 a day as the reader's own Excel writes one, 2 a header, 3 text that wraps. */
const styles = `${xml}<styleSheet xmlns="${main}"><fonts count="2"><font><sz val="11"/><name val="Calibri"/></font><font><b/><sz val="11"/><name val="Calibri"/></font></fonts><fills count="3"><fill><patternFill patternType="none"/></fill><fill><patternFill patternType="gray125"/></fill><fill><patternFill patternType="solid"><fgColor rgb="FFE3EAF2"/><bgColor indexed="64"/></patternFill></fill></fills><borders count="1"><border><left/><right/><top/><bottom/><diagonal/></border></borders><cellStyleXfs count="1"><xf numFmtId="0" fontId="0" fillId="0" borderId="0"/></cellStyleXfs><cellXfs count="4"><xf numFmtId="0" fontId="0" fillId="0" borderId="0" xfId="0"/><xf numFmtId="14" fontId="0" fillId="0" borderId="0" xfId="0" applyNumberFormat="1"/><xf numFmtId="0" fontId="1" fillId="2" borderId="0" xfId="0" applyFont="1" applyFill="1"/><xf numFmtId="0" fontId="0" fillId="0" borderId="0" xfId="0" applyAlignment="1"><alignment vertical="top" wrapText="1"/></xf></cellXfs></styleSheet>`;

function sheetXml(rows: readonly (readonly Cell[])[], widths: readonly number[] | undefined): string {
  const frozen =
    '<sheetViews><sheetView workbookViewId="0"><pane ySplit="1" topLeftCell="A2" activePane="bottomLeft" state="frozen"/></sheetView></sheetViews>';
  const columns = (widths ?? []).map(
    (width, i) => `<col min="${i + 1}" max="${i + 1}" width="${width}" customWidth="1"/>`,
  );
  const look = widths ? `${frozen}<cols>${columns.join("")}</cols>` : "";
  const styleOf = (row: number) => (widths ? (row === 0 ? 2 : 3) : 0);
  return `${xml}<worksheet xmlns="${main}">${look}<sheetData>${rows
    .map((cells, row) => rowXml(cells, row, styleOf(row)))
    .join("")}</sheetData></worksheet>`;
}

function rowXml(cells: readonly Cell[], index: number, style: number): string {
  const row = index + 1;
  const at = (column: number) => `${String.fromCharCode(65 + column)}${row}`;
  return `<row r="${row}">${cells.map((cell, column) => cellXml(cell, at(column), style)).join("")}</row>`;
}

function cellXml(cell: Cell, at: string, style: number): string {
  if (cell === "") return "";
  if (typeof cell === "number") return `<c r="${at}"><v>${cell}</v></c>`;
  if (typeof cell === "string") {
    return `<c r="${at}"${style ? ` s="${style}"` : ""} t="inlineStr"><is><t>${cell}</t></is></c>`;
  }
  const serial = Math.round((Date.parse(cell.day) - Date.UTC(1899, 11, 30)) / 86_400_000);
  return `<c r="${at}" s="1"><v>${serial}</v></c>`;
}

/** A ZIP of these parts; `saysSize` lies about one. */
export function makeZip(parts: readonly Part[]): Buffer {
  const local: Buffer[] = [];
  const central: Buffer[] = [];
  let offset = 0;
  for (const { name, text, saysSize } of parts) {
    const bytes = Buffer.from(text);
    const packed = deflateRawSync(bytes);
    const fields = Buffer.alloc(26);
    fields.writeUInt16LE(20, 0);
    fields.writeUInt16LE(8, 4);
    // The first day that a ZIP can tell, so that the same parts are the same bytes.
    fields.writeUInt16LE(0x21, 8);
    fields.writeUInt32LE(crc32(bytes), 10);
    fields.writeUInt32LE(packed.length, 14);
    fields.writeUInt32LE(saysSize ?? bytes.length, 18);
    fields.writeUInt16LE(Buffer.byteLength(name), 22);
    const start = Buffer.concat([Buffer.from("PK\u0003\u0004"), fields, Buffer.from(name), packed]);
    const tail = Buffer.alloc(14);
    tail.writeUInt32LE(offset, 10);
    central.push(
      Buffer.concat([Buffer.from("PK\u0001\u0002"), Buffer.from([20, 0]), fields, tail, Buffer.from(name)]),
    );
    local.push(start);
    offset += start.length;
  }
  const directory = Buffer.concat(central);
  const end = Buffer.alloc(22);
  end.write("PK\u0005\u0006", 0, "latin1");
  end.writeUInt16LE(parts.length, 8);
  end.writeUInt16LE(parts.length, 10);
  end.writeUInt32LE(directory.length, 12);
  end.writeUInt32LE(offset, 16);
  return Buffer.concat([...local, directory, end]);
}
