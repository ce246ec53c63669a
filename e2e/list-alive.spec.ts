import type { Page } from "@playwright/test";
import { enter, expect, expectAccessible, expectNoSidewaysScroll, test } from "./fixtures";
import { confirm, expectPreview, operations, send } from "./import-journey";

const grid = (page: Page) => page.getByRole("grid", { name: "Operações" });
const row = (page: Page, index: number) => grid(page).locator(`[data-index="${index}"]`);
const nameIn = async (page: Page, index: number) =>
  (await row(page, index).getByRole("link").textContent()) ?? "";
const summary = (page: Page) => page.getByRole("status").filter({ hasText: /operaç(ão|ões) ·/ });
const title = (page: Page) => page.getByRole("heading", { level: 1 });

test("operations that arrive meanwhile are told and move no row until they are asked for", async ({
  page,
  browser,
}) => {
  await enter(page, "auditor");
  await page.goto("/operacoes?fundo=ALFA&ord=-envio&tipo=compra");
  await expect(summary(page)).toHaveAttribute("aria-busy", "false");
  const countOf = async () =>
    Number(/([\d.]+) /.exec((await summary(page).textContent()) ?? "")?.[1]?.replaceAll(".", ""));
  const [first, count] = [await nameIn(page, 0), await countOf()];

  const other = await (await browser.newContext()).newPage();
  await enter(other, "operacao");
  await send(other, operations("chegaram.csv", 7, []));
  await expectPreview(other);
  await confirm(other);
  await other.context().close();

  const news = page.getByRole("button", { name: "7 novas · atualizar" });
  await expect(news).toBeVisible({ timeout: 20_000 });
  expect(await nameIn(page, 0)).toBe(first);
  await expectAccessible(page, "list that has news");
  await news.click();
  await expect(news).toBeHidden();
  await expect(row(page, 0).getByRole("link")).toHaveText(/^TELA-/);
  await expect.poll(countOf).toBe(count + 7);
});

test("from an operation the keys go on through the list that it was opened from", async ({ page }) => {
  await enter(page, "auditor");
  await page.goto("/operacoes?status=executada&ord=-valor");
  const names = [await nameIn(page, 0), await nameIn(page, 1), await nameIn(page, 2)] as const;
  await page.keyboard.press("j");
  await page.keyboard.press("j");
  await page.keyboard.press("Enter");
  await expect(title(page)).toContainText(names[1]);
  const steps = page.getByRole("navigation", { name: "Na lista" });
  await expect(steps.getByRole("link")).toHaveCount(2);
  await expectAccessible(page, "operation opened from a list");
  await page.keyboard.press("j");
  await expect(title(page)).toContainText(names[2]);
  await steps.getByRole("link", { name: /^Anterior/ }).click();
  await expect(title(page)).toContainText(names[1]);
  await expect(steps.getByRole("link")).toHaveCount(2);
  await page.keyboard.press("k");
  await expect(title(page)).toContainText(names[0]);
  await expect(steps.getByRole("link")).toHaveCount(1);
  await page.reload();
  await expect(steps.getByRole("link", { name: `Próxima da lista: ${names[1]}` })).toBeVisible();
  await page.setViewportSize({ width: 320, height: 700 });
  await expectNoSidewaysScroll(page, "operation opened from a list at 320");
  // The operations that were passed are no steps of their own.
  await page.goBack();
  await expect(page).toHaveURL(/\/operacoes\?status=executada&ord=-valor$/);
});

test("a column is made wider by dragging or by the menu, and the address keeps it", async ({ page }) => {
  await enter(page, "auditor");
  await page.goto("/operacoes");
  const head = (name: string) => grid(page).getByRole("columnheader", { name });
  const widthOf = async (name: string) => Math.round((await head(name).boundingBox())?.width ?? 0);
  const before = await widthOf("Situação");
  const edge = (await page.locator('[data-column="situacao"]').boundingBox())!;
  const [x, y] = [edge.x + edge.width / 2, edge.y + edge.height / 2];
  await page.mouse.move(x, y);
  await page.mouse.down();
  await page.mouse.move(x + 64, y, { steps: 4 });
  await page.mouse.up();
  await expect(page).toHaveURL(/larg=situacao/);
  const after = await widthOf("Situação");
  expect(Math.abs(after - before - 64)).toBeLessThanOrEqual(4);

  const fund = await widthOf("Fundo");
  await page.getByRole("button", { name: "Exibição" }).focus();
  await page.keyboard.press("Enter");
  await page.getByRole("button", { name: "Alargar Fundo" }).focus();
  await page.keyboard.press("Enter");
  await page.keyboard.press("Enter");
  await expect.poll(() => widthOf("Fundo")).toBeGreaterThanOrEqual(fund + 24);
  await page.keyboard.press("Escape");
  await expect(page).toHaveURL(/larg=situacao[^&]*fundo/);
  await page.reload();
  await expect.poll(() => widthOf("Situação")).toBe(after);
  await page.locator('[data-column="situacao"]').dblclick();
  await expect.poll(() => widthOf("Situação")).toBe(before);
});
