import { execFileSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { buffer } from "node:stream/consumers";
import { expect, test } from "vitest";
import { openZip } from "./zip-stream";

test("files that were written in turns come out whole, as another program unpacks them", async () => {
  const zip = openZip();
  const taken = buffer(zip.stream);
  const line = (n: number) => `{"seq":${n},"texto":"ação"}\n`.repeat(500);
  for (let n = 0; n < 5; n++) {
    await zip.write("eventos.ndjson", line(n));
    await zip.write("lançamentos.ndjson", line(-n));
  }
  await zip.write("vazio.txt", "");
  await zip.finish();
  const folder = mkdtempSync(path.join(tmpdir(), "lastro-unzip-"));
  writeFileSync(path.join(folder, "a.zip"), await taken);
  const code = "import sys, zipfile; zipfile.ZipFile(sys.argv[1]).extractall(sys.argv[2])";
  execFileSync("python3", ["-c", code, path.join(folder, "a.zip"), folder]);
  const read = (name: string) => readFileSync(path.join(folder, name), "utf8");
  expect(read("eventos.ndjson")).toBe([0, 1, 2, 3, 4].map(line).join(""));
  expect(read("lançamentos.ndjson")).toBe([0, -1, -2, -3, -4].map(line).join(""));
  expect(read("vazio.txt")).toBe("");
  rmSync(folder, { recursive: true });
});
