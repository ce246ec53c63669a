import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { queueNames } from "#server/domain/jobs/index";
import en from "../messages/en.json";
import pt from "../messages/pt-BR.json";
import { handlers } from "./registry";

/** Names in `defineJob({ name: … })` anywhere in the domain. */
function declaredNames(): string[] {
  const folder = "server/domain";
  return readdirSync(folder, { recursive: true, encoding: "utf8" })
    .filter((file) => file.endsWith(".ts") && !file.endsWith(".test.ts"))
    .flatMap((file) => [
      ...readFileSync(join(folder, file), "utf8").matchAll(/defineJob\(\{\s*name: "([^"]+)"/g),
    ])
    .map(([, name]) => name as string);
}

test("every declared job has the verb that it runs, and only one", () => {
  const names = declaredNames();
  expect(names.length).toBeGreaterThan(10);
  expect(handlers.map((handler) => handler.declaration.name).sort()).toEqual(names.sort());
});

test("every job is named after its module and runs on a queue that workers serve", () => {
  for (const { declaration } of handlers) {
    expect(declaration.name).toMatch(/^[a-z]+\.[a-zA-Z]+$/);
    expect(queueNames).toContain(declaration.queue);
    expect(declaration.retry.baseMs).toBeLessThanOrEqual(declaration.retry.maxMs);
  }
});

test("every job that may act has words for who reads the audit log, in both languages", () => {
  for (const { parts } of [pt.audit, en.audit])
    expect(Object.keys(parts)).toEqual(
      expect.arrayContaining(handlers.map(({ declaration }) => declaration.name.replace(".", "_"))),
    );
});
