import type { Page } from "@playwright/test";
import { enter, expect, expectAccessibleInBothThemes, test } from "./fixtures";

const title = (page: Page) =>
  page.getByRole("heading", { name: /operações executadas a um preço que a fonte corrigiu$/ });

async function approve(page: Page, path: string): Promise<void> {
  await page.goto(path);
  await expect(title(page)).toBeVisible();
  await expect(page.getByRole("complementary", { name: "Decisão" })).toBeVisible();
  await page.keyboard.press("a");
  await page.keyboard.press("1");
  await page.keyboard.press("Control+Enter");
  await expect(page).not.toHaveURL(path);
}

test("a price corrected after execution is shown in both versions, and two people post the difference", async ({
  page,
  browser,
}) => {
  test.setTimeout(120_000);
  await enter(page, "auditor");
  await page.goto("/revisao?motivo=PRECO_CORRIGIDO&ord=valor");
  await expect(title(page)).toBeVisible();
  await expectAccessibleInBothThemes(page, "corrected price");
  const operations = page.getByRole("list", { name: "Operações, da maior diferença à menor" });
  const line = operations.getByRole("listitem").first();
  const href = (await line.getByRole("link").getAttribute("href")) ?? "";
  const corrected = (await line.textContent())?.match(/passa a([\d.,]+)/)?.[1] ?? "";
  expect(corrected).toMatch(/,\d{2}/);
  await page.getByRole("list", { name: "Revisão" }).getByRole("link").first().click();
  await expect(page).toHaveURL(/\/revisao\/[\da-f-]{36}/);
  const item = page.url();
  await approve(page, item);
  await page.goto(item);
  await expect(page.getByText("aguarda a segunda pessoa")).toBeVisible();

  const other = await (await browser.newContext()).newPage();
  await enter(other, "gestor");
  await approve(other, item);
  await other.goto(`${href}?nivel=tecnico`);
  await expect(async () => {
    await other.reload();
    // Both, of one load: one that meets the correction itself may have read the price just before it.
    await expect(other.getByText("Preço corrigido").first()).toBeVisible({ timeout: 1_000 });
    await expect(other.getByText(corrected).first()).toBeVisible({ timeout: 1_000 });
  }).toPass();
  await other.context().close();
});
