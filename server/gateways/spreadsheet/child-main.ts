import { readSheet } from "read-excel-file/node";
import { checkSizes, entryBytes, entryText, onlyFile, RefusedSheet, readArchive } from "./archive";
import { csvLine } from "./cell-text";

// A process of its own: whatever a file does to it, it dies alone, within the memory and the time that it
// was given. In: the spreadsheet, or a ZIP with one file in it. Out: a line of JSON, then the sheet's rows
// as CSV, or the text as it is in the ZIP.

const inflatedMost = 400 * 1024 * 1024;
const rowsAtOnce = 2_000;
const workbook = "xl/workbook.xml";
/** A spreadsheet was found in a ZIP: what is told from here on is of it. */
let isWorkbook = false;

async function main(sheetWanted: string | undefined): Promise<void> {
  const parts: Buffer[] = [];
  for await (const part of process.stdin) parts.push(part as Buffer);
  const bytes = Buffer.concat(parts);
  const entries = readArchive(bytes, inflatedMost);
  if (entries.some(({ name }) => name === workbook)) return await saySheet(bytes, sheetWanted);
  const file = onlyFile(entries);
  await checkSizes([file]);
  if (/\.xlsx$/i.test(file.name)) {
    isWorkbook = true;
    const inner: Buffer[] = [];
    for await (const part of entryBytes(file)) inner.push(part);
    return await saySheet(Buffer.concat(inner), sheetWanted);
  }
  await say(`${JSON.stringify({ sheets: null })}\n`);
  for await (const part of entryBytes(file)) await say(part);
}

async function saySheet(bytes: Buffer, sheetWanted: string | undefined): Promise<void> {
  const entries = readArchive(bytes, inflatedMost);
  await checkSizes(entries);
  const sheets = sheetNames(entryText(entries, workbook) ?? "");
  const sheet = sheetWanted ? sheets.find((name) => name === sheetWanted) : sheets[0];
  if (sheet === undefined) throw new RefusedSheet(sheets.length === 0 ? "BROKEN" : "NO_SHEET");
  // Numbers stay as they are written until they become text: parsing twice would round twice.
  const rows = await readSheet(bytes, sheets.indexOf(sheet) + 1, {
    trim: false,
    parseNumber: (number: string) => ({ number }) as never,
  });
  await say(`${JSON.stringify({ sheets })}\n`);
  for (let at = 0; at < rows.length; at += rowsAtOnce) {
    await say(
      rows
        .slice(at, at + rowsAtOnce)
        .map((row) => csvLine(row as readonly unknown[]))
        .join(""),
    );
  }
}

function sheetNames(workbook: string): string[] {
  return [...workbook.matchAll(/<(?:\w+:)?sheet\s[^>]*?\bname="([^"]*)"/g)].map(([, name]) =>
    plain(name ?? ""),
  );
}

const entities: Record<string, string> = { amp: "&", lt: "<", gt: ">", quot: '"', apos: "'" };

function plain(text: string): string {
  return text.replace(/&(#x?[0-9a-f]+|\w+);/gi, (whole, name: string) => {
    if (name.startsWith("#x")) return String.fromCodePoint(Number.parseInt(name.slice(2), 16));
    if (name.startsWith("#")) return String.fromCodePoint(Number(name.slice(1)));
    return entities[name] ?? whole;
  });
}

function say(text: string | Buffer): Promise<void> {
  return new Promise((resume) => {
    if (process.stdout.write(text)) resume();
    else process.stdout.once("drain", resume);
  });
}

main(process.argv[2]).catch(async (error: unknown) => {
  const { refusal, files } = error instanceof RefusedSheet ? error : new RefusedSheet("BROKEN");
  await say(`${JSON.stringify({ refusal, files: files.slice(0, 5), count: files.length, isWorkbook })}\n`);
  process.exitCode = 3;
});
