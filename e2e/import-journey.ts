import type { Page } from "@playwright/test";
import { enter, expect, expectAccessible, type Role } from "./fixtures";

export type File = { name: string; mimeType: string; buffer: Buffer };

export const header = "operacao_id;fundo;tipo;ativo;quantidade;taxa;data_operacao;pu_informado;cidade";
const wrong = [
  ["taxa", "sem taxa"],
  ["data", "31/02/2026"],
  ["quantidade", "meia dúzia"],
] as const;

/** Operations of this run, in Windows-1252; the lines of `bad` (from 0) have a field that cannot be read. */
export function operations(name: string, count: number, bad: readonly number[], fund = "ALFA"): File {
  const run = Date.now().toString(36).toUpperCase();
  const lines = Array.from({ length: count }, (_, index) => {
    const [field, value] = bad.includes(index) ? wrong[bad.indexOf(index) % wrong.length]! : ["", ""];
    const of = (column: string, good: string) => (column === field ? value : good);
    const day = of("data", "14/10/2026");
    return `TELA-${run}-${index + 1};${fund};C;ARO1S1;${of("quantidade", "1")};${of("taxa", "0,0015")};${day};;São Paulo`;
  });
  return {
    name,
    mimeType: "text/csv",
    buffer: Buffer.from(`${[header, ...lines].join("\r\n")}\r\n`, "latin1"),
  };
}

export async function send(page: Page, file: File): Promise<void> {
  await page.goto("/arquivos/enviar");
  await page.getByLabel("Escolher arquivo").setInputFiles(file);
}

export async function expectPreview(page: Page): Promise<void> {
  await expect(page).toHaveURL(/\/previa$/, { timeout: 60_000 });
  await expect(page.getByRole("region", { name: "O que aconteceria" })).toBeVisible({ timeout: 60_000 });
}

export async function figure(page: Page, region: string, name: string): Promise<number> {
  const term = page.getByRole("region", { name: region }).getByRole("term").filter({ hasText: name });
  const text = await term.locator("xpath=following-sibling::dd[1]").textContent();
  return Number((text ?? "").replaceAll(".", ""));
}

export async function confirm(page: Page): Promise<void> {
  await page.getByRole("button", { name: /^Confirmar e processar/ }).click();
  await expect(page).toHaveURL(/\/resultado/, { timeout: 90_000 });
}

/** Writes what is right into the line's fields and keeps it. */
export async function mend(page: Page, button: ReturnType<Page["getByRole"]>): Promise<void> {
  const label = (await button.getAttribute("aria-label")) ?? "";
  await button.click();
  const editor = page.getByRole("form", { name: label });
  await editor.getByLabel("quantidade").fill("1");
  await editor.getByLabel("taxa").fill("0,0015");
  await editor.getByLabel("data_operacao").fill("14/10/2026");
  await editor.getByRole("button", { name: "Guardar linha" }).click();
  await expect(editor).toBeHidden();
}

/** Somebody else, in a browser of their own, at the page of this one or at `path`. */
export async function joinedBy(role: Role, page: Page, path = page.url()): Promise<Page> {
  const context = await page
    .context()
    .browser()!
    .newContext({ baseURL: new URL(page.url()).origin });
  const other = await context.newPage();
  await enter(other, role);
  await other.goto(path);
  return other;
}

/** Another person than who sent it has the file on their page taken back. */
export async function takeBack(other: Page): Promise<void> {
  await other.getByRole("button", { name: "Desfazer importação" }).click();
  const dialog = other.getByRole("dialog");
  await dialog.getByLabel("Motivo").fill("arquivo do mês errado");
  await expectAccessible(other, "dialog of taking back");
  await dialog.getByRole("button", { name: "Desfazer tudo" }).click();
  await expect(other.getByRole("heading", { name: "Importação desfeita" })).toBeVisible({ timeout: 30_000 });
}
