import type { Page } from "@playwright/test";
import { enter, expect, expectAccessibleInBothThemes, expectNoSidewaysScroll, open, test } from "./fixtures";

const widths = [320, 390, 768, 1440];

/** Every page, with one of each kind of thing it shows. */
async function addresses(page: Page): Promise<string[]> {
  await page.goto("/arquivos");
  const file = await page
    .getByRole("table", { name: "Arquivos" })
    .getByRole("link")
    .first()
    .getAttribute("href");
  await page.goto("/operacoes");
  const operation = await page
    .getByRole("grid", { name: "Operações" })
    .getByRole("link")
    .first()
    .getAttribute("href");
  await page.goto("/fundos");
  const fund = await page
    .getByRole("table", { name: "Fundos" })
    .getByRole("link")
    .first()
    .getAttribute("href");
  return [
    "/",
    "/arquivos",
    file!,
    "/arquivos/enviar",
    "/operacoes",
    operation!,
    "/fundos",
    fund!,
    `${fund}?aba=posicoes`,
    `${fund}?aba=regras`,
    "/revisao",
    "/nada",
  ];
}

test("every page is accessible in both themes", async ({ page }) => {
  test.setTimeout(180_000);
  await enter(page, "operacao");
  for (const path of await addresses(page)) {
    await open(page, path);
    await expectAccessibleInBothThemes(page, path);
  }
  await page.getByRole("link", { name: "Ir para o início" }).click();
  await page.getByRole("button", { name: /^Menu de/ }).click();
  await expectAccessibleInBothThemes(page, "open menu");
});

test("no page scrolls sideways, from a small phone to a large screen", async ({ page }) => {
  test.setTimeout(180_000);
  await enter(page, "operacao");
  for (const path of await addresses(page)) {
    await open(page, path);
    for (const width of widths) {
      await page.setViewportSize({ width, height: 800 });
      await expectNoSidewaysScroll(page, `${path} at ${width}`);
    }
  }
});

test("the chosen theme and language come from the server, without a flash", async ({ page }) => {
  await enter(page, "auditor");
  await page.goto("/");
  await page.getByRole("button", { name: /^Menu de/ }).click();
  await page.getByRole("menuitemradio", { name: "Escura" }).click();
  await expect(page.locator("html")).toHaveAttribute("data-theme", "dark");
  const html = await (await page.request.get("/")).text();
  expect(html).toContain('data-theme="dark"');
  await page.goto("/");
  await page.getByRole("button", { name: /^Menu de/ }).click();
  await page.getByRole("menuitemradio", { name: "English" }).click();
  await expect(page.getByRole("heading", { name: "Dashboard", level: 1 })).toBeVisible();
  await expect(page.locator("html")).toHaveAttribute("lang", "en");
});

test("a list of operations is its address: filters survive a reload and can be sent on", async ({ page }) => {
  await enter(page, "operacao");
  await page.goto("/operacoes");
  await page.getByRole("button", { name: "Situação" }).click();
  await page.getByRole("checkbox", { name: "Executada" }).check();
  await expect(page).toHaveURL(/status=executada/);
  const summary = page.getByRole("status").filter({ hasText: /operaç/ });
  await expect(summary).toHaveAttribute("aria-busy", "false");
  const before = (await summary.textContent()) ?? "";
  await page.reload();
  await expect(summary).toHaveText(before);
  await page.getByRole("button", { name: "Limpar filtros" }).click();
  await expect(page).not.toHaveURL(/status=/);
});

test("the balance of a past instant is told by the ledger", async ({ page }) => {
  await enter(page, "operacao");
  await open(page, "/fundos/ALFA");
  await expect(page.getByText("Conferido com o razão")).toBeVisible();
  await page.getByRole("tab", { name: "Razão" }).click();
  await page.getByLabel("Saldo de caixa em").fill("2020-01-02T12:00:00");
  await expect(page.getByRole("status").filter({ hasText: "Caixa em" })).toContainText("R$ 0,00");
});

test("the keyboard reaches the content past the navigation, and a phone opens the navigation", async ({
  page,
}) => {
  await enter(page, "operacao");
  await page.goto("/fundos");
  await page.keyboard.press("Tab");
  await expect(page.getByRole("link", { name: "Ir para o conteúdo" })).toBeFocused();
  await page.keyboard.press("Enter");
  await expect(page.getByRole("main")).toBeFocused();
  await page.setViewportSize({ width: 390, height: 800 });
  await page.getByRole("button", { name: "Abrir navegação" }).click();
  await page.getByRole("dialog").getByRole("link", { name: "Revisão" }).click();
  await expect(page.getByRole("heading", { name: "Revisão", level: 1 })).toBeVisible();
});
