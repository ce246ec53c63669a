import { execFileSync, spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import type { Page } from "@playwright/test";
import pg from "pg";
import { enter, expect, expectAccessible, expectNoSidewaysScroll, open, test } from "./fixtures";

const badge = (page: Page) => page.getByRole("button", { name: /íntegra até|Íntegra até|Quebra em|conferi/ });
const events = (page: Page) => page.getByRole("region", { name: "Auditoria" }).getByRole("row");
const panel = (page: Page) => page.getByRole("complementary", { name: "Evento aberto" });

/** One statement as a superuser, whom no trigger and no right stops. */
async function tamper(text: string, params: unknown[]): Promise<void> {
  const client = new pg.Client({ connectionString: process.env.E2E_DATABASE_URL });
  await client.connect();
  await client.query("set session_replication_role = replica");
  await client.query(text, params);
  await client.end();
}

async function saved(page: Page, name: string, press: () => Promise<void>): Promise<string> {
  const folder = mkdtempSync(path.join(tmpdir(), "lastro-e2e-audit-"));
  const [file] = await Promise.all([page.waitForEvent("download"), press()]);
  await file.saveAs(path.join(folder, name));
  return path.join(folder, name);
}

test("the story of an operation is one press from its page, each event in words, with its proof", async ({
  page,
}) => {
  await enter(page, "auditor");
  await open(page, "/operacoes?status=executada");
  await page.getByRole("grid", { name: "Operações" }).getByRole("link").first().click();
  await page.getByRole("link", { name: "História na auditoria" }).click();
  await expect(page).toHaveURL(/\/auditoria\?objeto=[0-9a-f-]{36}/);
  await expect(badge(page)).toHaveText(/íntegra até #[\d.]+ · conferida há/i, { timeout: 30_000 });
  await page.getByRole("button", { name: "Executou a operação" }).click();
  await expect(panel(page).getByText("antes: pendente")).toBeVisible();
  await expect(panel(page).getByText("depois: executada")).toBeVisible();
  await expectAccessible(page, "audit with an open event");
  await panel(page).getByRole("button", { name: "Ver o JSON selado" }).click();
  await expect(panel(page).getByText('"action": "operation.execute"')).toBeVisible();
  await panel(page).getByRole("button", { name: "Recalcular este elo" }).click();
  await expect(panel(page).getByText("Tudo o que este navegador pôde conferir confere.")).toBeVisible();
  await expect(panel(page).getByText("Os bytes dão o resumo selado")).toBeVisible();
  const proof = await saved(page, "prova.json", () =>
    panel(page).getByRole("button", { name: "Baixar a prova" }).click(),
  );
  const verifier = path.join(path.dirname(proof), "verificar.mjs");
  writeFileSync(verifier, await (await page.request.get("/api/auditoria/conferidores/verificar.mjs")).body());
  expect(execFileSync(process.execPath, [verifier, proof], { encoding: "utf8" })).toMatch(
    /^✓ o evento #\d+ está/,
  );
  writeFileSync(proof, readFileSync(proof, "utf8").replace("EXECUTED", "REVERSED"));
  expect(spawnSync(process.execPath, [verifier, proof]).status).toBe(1);
  rmSync(path.dirname(proof), { recursive: true });
  await page.keyboard.press("Escape");
  await expect(panel(page)).toBeHidden();
  await page.goto("/auditoria?acao=audit.prove");
  await expect(events(page).nth(1)).toContainText("Baixou a prova de um evento");
});

test("filters are in the address; the pack of one is verified offline by the file that comes in it", async ({
  page,
}) => {
  await enter(page, "auditor");
  await open(page, "/auditoria");
  await page.getByRole("button", { name: "Ação", exact: true }).click();
  await page
    .getByRole("dialog", { name: "Ação" })
    .getByRole("checkbox", { name: "Executou a operação" })
    .check();
  await expect(page).toHaveURL(/acao=operation\.execute/);
  await page.keyboard.press("Escape");
  await page.getByRole("button", { name: "Campo mudado" }).click();
  await page
    .getByRole("dialog", { name: "Campo mudado" })
    .getByRole("checkbox", { name: "Total", exact: true })
    .check();
  await expect(page).toHaveURL(/campo=totalCents/);
  await page.keyboard.press("Escape");
  await expect(page.getByText("Recorte: que nada falta, não se pode dizer")).toBeVisible();
  await expect(
    page
      .getByRole("status")
      .filter({ hasText: /evento/ })
      .first(),
  ).toBeVisible();
  const zip = await saved(page, "trilha.zip", () =>
    page.getByRole("button", { name: "Baixar pacote deste filtro" }).click(),
  );
  const folder = path.dirname(zip);
  execFileSync("python3", [
    "-c",
    "import sys, zipfile; zipfile.ZipFile(sys.argv[1]).extractall(sys.argv[2])",
    zip,
    folder,
  ]);
  const said = execFileSync(process.execPath, [path.join(folder, "verificar.mjs"), folder], {
    encoding: "utf8",
  });
  expect(said).toMatch(/^✓ \d+ eventos conferem .*recorte/);
  rmSync(folder, { recursive: true });
  await page.setViewportSize({ width: 390, height: 800 });
  await expectNoSidewaysScroll(page, "audit on a phone");
});

test("a stretch of time is picked from the bars by keyboard, and the investigation kept for all to find", async ({
  page,
  browser,
}) => {
  await enter(page, "auditor");
  await open(page, "/auditoria?origem=tela");
  const bars = page.getByRole("slider", { name: /Eventos no tempo/ });
  await bars.focus();
  await page.keyboard.press("Home");
  await page.keyboard.press("Shift+End");
  await expect(bars).toHaveAttribute("aria-valuetext", /: \d.* eventos$/);
  await page.keyboard.press("Enter");
  await expect(page).toHaveURL(/desde=.*antes=/);
  await page.getByRole("button", { name: "Ver como tabela" }).click();
  await expect(
    page.getByRole("region", { name: "Eventos no tempo", exact: true }).getByRole("table"),
  ).toBeVisible();
  await expectAccessible(page, "audit with events over time");
  await page.getByRole("button", { name: "Visões" }).click();
  await page.getByRole("menuitem", { name: "Salvar como nova visão…" }).click();
  const dialog = page.getByRole("dialog", { name: "Salvar visão" });
  await dialog.getByLabel("Nome").fill("O que houve na tela");
  await dialog.getByLabel("Compartilhar com todos").check();
  await dialog.getByRole("button", { name: "Salvar" }).click();
  await expect(page).toHaveURL(/[?&]v=/);
  const other = await (await browser.newContext()).newPage();
  await enter(other, "admin");
  await open(other, "/auditoria");
  await other.getByRole("button", { name: "Visões" }).click();
  await other.getByRole("menuitem", { name: /O que houve na tela/ }).click();
  await expect(other).toHaveURL(/origem=tela/);
  await other.context().close();
});

test("an outsider reads without names, and what they ask to see is put on record", async ({ page }) => {
  await enter(page, "auditor_externo");
  await open(page, "/auditoria");
  await expect(events(page).nth(1)).toBeVisible();
  await expect(page.getByRole("button", { name: /Baixar pacote/ })).toBeHidden();
  await expect(page.getByRole("button", { name: "Estornar o que nomeiam" })).toBeHidden();
  await page.goto("/auditoria?origem=tela");
  await expect(events(page).nth(1)).toContainText(/[A-Z]\. .*\([0-9a-f]{4}\)/);
});

test("an event changed in the database breaks the badge within a cycle, by its place", async ({ page }) => {
  test.setTimeout(120_000);
  await enter(page, "auditor");
  await open(page, "/auditoria?acao=operation.execute");
  await expect(badge(page)).toHaveText(/íntegra até/i, { timeout: 30_000 });
  const place = (await events(page).nth(1).getByRole("cell").first().textContent()) ?? "?";
  await events(page).nth(1).getByRole("button", { name: "Executou a operação" }).click();
  await expect(page).toHaveURL(/evento=/);
  const id = new URL(page.url()).searchParams.get("evento") as string;
  const change = (from: string, to: string) =>
    tamper(
      "update audit_event set canonical = convert_to(replace(convert_from(canonical, 'UTF8'), $2, $3), 'UTF8') where id = $1",
      [id, from, to],
    );
  await change('"state":"EXECUTED"', '"state":"EXECUTEd"');
  await expect(badge(page)).toHaveText(
    new RegExp(`Quebra em ${place.replaceAll(".", "\\.")}: um evento selado foi mudado`),
    {
      timeout: 45_000,
    },
  );
  await badge(page).click();
  await expect(page.getByRole("dialog", { name: "Integridade da trilha" })).toContainText("O que não prova:");
  await page.keyboard.press("Escape");
  await change('"state":"EXECUTEd"', '"state":"EXECUTED"');
  await expect(badge(page)).toHaveText(/íntegra até/i, { timeout: 45_000 });
});
