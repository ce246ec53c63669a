import { readFileSync } from "node:fs";
import type { Page } from "@playwright/test";
import { enter, expect, expectAccessible, expectNoSidewaysScroll, test } from "./fixtures";

const grid = (page: Page) => page.getByRole("grid", { name: "Operações" });
const summary = (page: Page) => page.getByRole("status").filter({ hasText: /operaç(ão|ões) ·/ });
const selected = (page: Page) => page.getByRole("region", { name: "Seleção" });

async function openList(page: Page, query = ""): Promise<number> {
  await page.goto(`/operacoes${query}`);
  await expect(summary(page)).toHaveAttribute("aria-busy", "false");
  await expect(grid(page)).toBeVisible();
  return countIn((await summary(page).textContent()) ?? "");
}

function countIn(text: string): number {
  return Number(/([\d.]+) operaç/.exec(text)?.[1]?.replaceAll(".", "") ?? Number.NaN);
}

/** Rows of an export of ours, without its head and its last lines. */
async function download(
  page: Page,
  open: () => Promise<void>,
): Promise<{ rows: string[][]; foot: Map<string, string> }> {
  const [file] = await Promise.all([page.waitForEvent("download"), open()]);
  const text = readFileSync(await file.path(), "utf8");
  const [body = "", foot = ""] = text.split("\r\n\r\n");
  const lines = (part: string) =>
    part
      .trim()
      .split("\r\n")
      .map((line) => line.split(";"));
  return {
    rows: lines(body).slice(1),
    foot: new Map(lines(foot).map(([name = "", ...rest]) => [name, rest.join(";")])),
  };
}

test("the list is worked by keyboard alone: move, peek, follow, select, open and come back", async ({
  page,
}) => {
  await enter(page, "auditor");
  await openList(page);
  await page.keyboard.press("j");
  const row = (index: number) => grid(page).locator(`[data-index="${index}"]`);
  await expect(row(0)).toBeFocused();
  await page.keyboard.press("ArrowDown");
  await expect(row(1)).toBeFocused();
  await expect(row(1)).toHaveAttribute("aria-rowindex", "3");
  await page.keyboard.press("Space");
  const peek = page.getByRole("complementary", { name: "Operação aberta" });
  await expect(peek).toBeVisible();
  const first = page.url();
  await page.keyboard.press("j");
  await expect(row(2)).toBeFocused();
  await expect.poll(() => page.url()).not.toBe(first);
  const name = (await row(2).getByRole("link").textContent()) ?? "";
  await expect(peek.getByRole("heading", { name })).toBeVisible();
  await expectAccessible(page, "list with its panel open");
  await page.keyboard.press("Escape");
  await expect(peek).toBeHidden();
  await page.keyboard.press("x");
  await expect(row(2)).toHaveAttribute("aria-selected", "true");
  await page.keyboard.press("j");
  await page.keyboard.press("j");
  await page.keyboard.press("Shift+x");
  await expect(selected(page)).toContainText("3 selecionadas");
  await page.keyboard.press("End");
  await expect(grid(page).locator(":focus")).toHaveAttribute("data-index", /^\d{2,}$/);
  await page.keyboard.press("Home");
  await expect(row(0)).toBeFocused();
  await page.keyboard.press("Enter");
  await expect(page.getByRole("heading", { name: "Linha do tempo" })).toBeVisible();
  await page.goBack();
  await expect(grid(page)).toBeVisible();
});

test("what is typed becomes chips in the address, and the list survives a reload", async ({ page }) => {
  await enter(page, "auditor");
  const all = await openList(page);
  await page.keyboard.press("/");
  await expect(page.getByRole("searchbox")).toBeFocused();
  await page.keyboard.type("status:executada valor:>10000 tipo:c ");
  await page.keyboard.press("Enter");
  await expect(page).toHaveURL(/status=executada/);
  await expect(page).toHaveURL(/valor=10000\.01\.\./);
  await expect(page).toHaveURL(/tipo=compra/);
  await expect(page.getByRole("button", { name: "Tirar o filtro Total" })).toBeVisible();
  await expect.poll(async () => countIn((await summary(page).textContent()) ?? "")).toBeLessThan(all);
  await expect(summary(page)).toHaveAttribute("aria-busy", "false");
  const before = (await summary(page).textContent()) ?? "";
  await page.reload();
  await expect(summary(page)).toHaveText(before);
  await expectAccessible(page, "list with chips");
  await page.getByRole("searchbox").fill("ana@exemplo.com.br");
  await page.keyboard.press("Enter");
  await expect(page.getByText("Documentos e e-mails de pessoas")).toBeVisible();
  expect(page.url()).not.toContain("exemplo");
});

test("asked twice the selection is everything that matches, exactly; its export holds it without the dropped ones", async ({
  page,
}) => {
  await enter(page, "auditor");
  const count = await openList(page, "?status=executada");
  await page.keyboard.press("j");
  await page.keyboard.press("ControlOrMeta+a");
  await page.keyboard.press("ControlOrMeta+a");
  const formatted = new Intl.NumberFormat("pt-BR").format(count);
  await expect(selected(page)).toContainText(`${formatted} selecionadas`);
  const sum = /R\$\s[\d.,]+/.exec((await summary(page).textContent()) ?? "")?.[0] ?? "?";
  await expect(selected(page)).toContainText(sum.replace(/\s/, " "));
  await page.keyboard.press("x");
  await expect(selected(page)).toContainText(
    `${new Intl.NumberFormat("pt-BR").format(count - 1)} selecionadas`,
  );
  const kept = (await grid(page).locator('[data-index="0"]').getByRole("link").textContent()) ?? "";
  const { rows, foot } = await download(page, async () => {
    await selected(page).getByRole("button", { name: "Exportar seleção" }).click();
    await page.getByRole("menuitem", { name: /CSV para planilha/ }).click();
  });
  expect(rows).toHaveLength(count - 1);
  expect(rows.some((row) => row[1] === kept)).toBe(false);
  expect(foot.get("Linhas")).toBe(String(count - 1));
  expect(foot.get("SHA-256 das linhas acima")).toMatch(/^[0-9a-f]{64}$/);
});

test("an export is the filter: as many lines, the same sum", async ({ page }) => {
  await enter(page, "auditor");
  const count = await openList(page, "?status=executada&tipo=venda");
  const { rows, foot } = await download(page, () => page.keyboard.press("e"));
  expect(rows).toHaveLength(count);
  expect(new Set(rows.map((row) => row[4]))).toEqual(new Set(["Venda"]));
  const sum = /R\$\s([\d.,]+)/.exec((await summary(page).textContent()) ?? "")?.[1];
  expect(foot.get("Soma das executadas (R$)")).toBe(sum?.replaceAll(".", ""));
  expect(foot.get("Filtro")).toBe("Situação: Executada · Tipo: Venda");
});

test("a view is kept under its name, says when it was left, and opens by its address alone", async ({
  page,
}) => {
  await enter(page, "gestor");
  await openList(page, "?status=executada&ord=-valor");
  await page.getByRole("button", { name: "Visões" }).click();
  await page.getByRole("menuitem", { name: "Salvar como nova visão…" }).click();
  await page.getByRole("dialog").getByLabel("Nome").fill("Maiores vendas");
  await page.getByRole("dialog").getByRole("button", { name: "Salvar" }).click();
  await expect(page).toHaveURL(/v=[0-9a-f-]{36}/);
  const viewId = new URL(page.url()).searchParams.get("v");
  await page.getByRole("button", { name: "Tirar o filtro Situação" }).click();
  await expect(page.getByText("visão alterada")).toBeVisible();
  await page.getByRole("button", { name: "Descartar" }).click();
  await expect(page).toHaveURL(/status=executada/);
  await page.goto(`/operacoes?v=${viewId}`);
  await expect(page).toHaveURL(/ord=-valor/);
  await page.getByRole("button", { name: "Visões" }).click();
  await page.getByRole("menuitem", { name: /^Apagar/ }).click();
  await expect(page).not.toHaveURL(/v=/);
});

test("columns, density and the paged table are the reader's, and stay", async ({ page }) => {
  await enter(page, "auditor");
  await openList(page);
  await page.getByRole("button", { name: "Exibição" }).click();
  await page.getByRole("checkbox", { name: "Desvio (bps)" }).check();
  await page.getByRole("button", { name: "Mover Fundo para a esquerda" }).click();
  await expect(grid(page).getByRole("columnheader").nth(2)).toHaveText("Fundo");
  await expect(page).toHaveURL(/cols=fundo/);
  await page.getByRole("checkbox", { name: /Modo paginado/ }).check();
  const table = page.getByRole("table", { name: "Operações" });
  await expect(table.getByRole("row")).toHaveCount(52);
  await page.keyboard.press("Escape");
  await page.getByRole("button", { name: "Próxima" }).click();
  await expect(page.getByRole("navigation", { name: "Páginas" })).toContainText("51 a 100");
  await expectAccessible(page, "paged table");
  await page.reload();
  await expect(table).toBeVisible();
  await page.evaluate(() => localStorage.clear());
});

test("an event of an operation has an address of its own, and the page prints without its tools", async ({
  page,
}) => {
  await enter(page, "auditor");
  await openList(page, "?status=executada");
  await page.keyboard.press("j");
  await page.keyboard.press("Enter");
  await page.getByRole("heading", { name: "Linha do tempo" }).waitFor();
  await page.getByText("Técnico").click();
  await expect(page).toHaveURL(/nivel=tecnico/);
  const entry = page.getByRole("table", { name: "Lançamentos" }).getByRole("link").first();
  await entry.click();
  await expect(page).toHaveURL(/evento=lancamento-/);
  const id = new URL(page.url()).searchParams.get("evento");
  await expect(page.locator(`[id="evento-${id}"]`)).toBeInViewport();
  await expectAccessible(page, "operation with its timeline");
  await page.emulateMedia({ media: "print" });
  await expect(page.getByRole("button", { name: "Estornar" })).toBeHidden();
  await expect(page.getByText("Linha do tempo")).toBeVisible();
});

test("on a phone the list is cards, and nothing scrolls sideways", async ({ page }) => {
  await page.setViewportSize({ width: 320, height: 800 });
  await enter(page, "auditor");
  await page.goto("/operacoes?status=executada");
  const cards = page.getByRole("list", { name: "Operações" });
  await expect(cards.getByRole("listitem")).toHaveCount(30);
  await expectNoSidewaysScroll(page, "list at 320");
  await cards.getByRole("link").first().click();
  await expect(page.getByRole("heading", { name: "Linha do tempo" })).toBeVisible();
  await expectNoSidewaysScroll(page, "operation at 320");
});

test("reversing asks for a reason in an accessible dialog, and undoes by a new entry", async ({ page }) => {
  await enter(page, "auditor");
  await page.goto("/operacoes?status=executada");
  await page.getByRole("grid", { name: "Operações" }).getByRole("link").first().click();
  await page.getByRole("button", { name: "Estornar" }).click();
  const dialog = page.getByRole("dialog", { name: /^Estornar/ });
  await expect(dialog.getByLabel("Motivo")).toBeVisible();
  await expectAccessible(page, "reverse dialog");
  await page.keyboard.press("Escape");
  await expect(dialog).toBeHidden();
  await page.getByRole("button", { name: "Estornar" }).click();
  await dialog.getByLabel("Motivo").fill("lançada em duplicidade pela mesa");
  await dialog.getByRole("button", { name: "Estornar operação" }).click();
  await expect(page.getByText("Desfeita por um lançamento de estorno.")).toBeVisible();
  await expect(
    page
      .getByRole("table", { name: "Lançamentos" })
      .getByRole("row", { name: /Estorno/ })
      .first(),
  ).toBeVisible();
});

test("a download that is refused says why and leads back, and a program gets its status", async ({
  page,
}) => {
  await enter(page, "operacao");
  await page.goto("/operacoes?status=executada&q=DEMO");
  const door = "**/api/operacoes/exportacao**";
  const [picked, ids] = [page.getByRole("menuitem").first(), Array.from({ length: 2_001 }, () => "a")];
  for (const [asked, said] of [
    [{ postData: `ids=${ids.join(",")}` }, "São linhas demais escolhidas uma a uma"],
    [
      { url: `${new URL(page.url()).origin}/api/operacoes/exportacao?status=executada&q=DEMO&formato=zip` },
      "O filtro desta lista não pôde ser lido",
    ],
  ] as const) {
    await page.route(door, (route) => route.continue(asked), { times: 1 });
    await page.getByRole("button", { name: "Exportar", exact: true }).click();
    await picked.click();
    await expect(page.getByText(said)).toBeVisible();
    await expectAccessible(page, said);
    await page.getByRole("link", { name: "Voltar para onde eu estava" }).click();
    await expect(page).toHaveURL(/\/operacoes\?.*q=DEMO/);
    await expect(page.getByRole("grid", { name: "Operações" })).toBeVisible();
  }
  const original = `/api/arquivos/${crypto.randomUUID()}/original`;
  await page.goto(original);
  await expect(page.getByText("Este arquivo não existe, ou não é de um fundo seu")).toBeVisible();
  await page.goto("/download-recusado?motivo=busy&voltar=https://example.com");
  await expect(page.getByRole("link", { name: "Voltar para onde eu estava" })).toHaveAttribute("href", "/");
  expect((await page.request.get(original, { headers: { accept: "*/*" } })).status()).toBe(404);
});
