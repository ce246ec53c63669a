import { existsSync, readdirSync, readFileSync, statSync } from "node:fs";
import path from "node:path";
import { expect, test } from "vitest";
import { fewSay } from "./words";

const app = import.meta.dirname;
const read = (file: string) => readFileSync(file, "utf8");

/** The file, and every file of the screens that it imports, now or when it is needed. */
function reach(file: string, reached = new Set<string>()): Set<string> {
  if (reached.has(file)) return reached;
  reached.add(file);
  for (const [, asked] of read(file).matchAll(/(?:from|import\()\s*"(\.[^"]+)"/g)) {
    const base = path.resolve(path.dirname(file), asked!);
    const found = [base, `${base}.ts`, `${base}.tsx`].find(
      (one) => existsSync(one) && statSync(one).isFile(),
    );
    if (found) reach(found, reached);
  }
  return reached;
}

/** The first part of each name under which these files look words up in the browser. */
const said = (files: Iterable<string>) =>
  new Set(
    [...files].flatMap((file) =>
      [...read(file).matchAll(/useTranslations\("(\w+)[^"]*"\)/g)].map(([, name]) => name!),
    ),
  );

/** The page and the layouts around it. */
function around(page: string): string[] {
  const files = [page];
  for (let folder = path.dirname(page); folder !== app; folder = path.dirname(folder)) {
    const layout = path.join(folder, "layout.tsx");
    if (existsSync(layout)) files.push(layout);
  }
  return files;
}

const pages = readdirSync(app, { recursive: true, encoding: "utf8" })
  .filter((file) => path.basename(file) === "page.tsx")
  .map((file) => path.join(app, file));

test.each(pages.map((page) => [path.relative(app, page), page] as const))(
  "%s is given every word that it says",
  (_, page) => {
    const files = around(page);
    const given = files.flatMap((file) =>
      [...read(file).matchAll(/<Words of=\{\[([^\]]*)\]/g)].flatMap(([, list]) => list!.match(/\w+/g) ?? []),
    );
    const isMost = files.some((file) => read(file).includes('<Words of="most pages">'));
    const words = [...said(reach(page)), ...files.flatMap((file) => [...said(reach(file))])];
    const missing = words.filter(
      (name) => !given.includes(name) && !(isMost && !fewSay.includes(name as never)),
    );
    expect([...new Set(missing)]).toEqual([]);
  },
);
