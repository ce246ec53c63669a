import { mkdtemp } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { build } from "esbuild";

let made: Promise<string> | null = null;

/** The program that opens spreadsheets, built once a process as the build does, its packages with it. */
export function buildSpreadsheetProgram(): Promise<string> {
  made ??= make();
  return made;
}

async function make(): Promise<string> {
  const outfile = join(await mkdtemp(join(tmpdir(), "lastro-sheet-")), "spreadsheet.mjs");
  await build({
    entryPoints: ["server/gateways/spreadsheet/child-main.ts"],
    outfile,
    bundle: true,
    platform: "node",
    target: "node20",
    format: "esm",
    banner: {
      js: 'import { createRequire as requireFrom } from "node:module"; const require = requireFrom(import.meta.url);',
    },
    logLevel: "silent",
  });
  return outfile;
}
