import { enter, expect, expectAccessible, test } from "./fixtures";
import { confirm, expectPreview, operations, send } from "./import-journey";

test("a whole import is taken back by another person, in three buckets", async ({
  page,
  browser,
  baseURL,
}) => {
  test.setTimeout(120_000);
  await enter(page, "operacao");
  await send(page, operations("desfazer.csv", 3, []));
  await expectPreview(page);
  await confirm(page);
  await expect(page.getByText("Você enviou este arquivo; outra pessoa precisa desfazê-lo.")).toBeVisible();
  const [, uploadId] = /enviar\/([^/]+)\//.exec(page.url()) ?? [];
  const second = await browser.newContext({ baseURL });
  const other = await second.newPage();
  await enter(other, "gestor");
  await other.goto(`/arquivos/${uploadId}`);
  await other.getByRole("button", { name: "Desfazer importação" }).click();
  await other.getByRole("dialog").getByLabel("Motivo").fill("arquivo do mês errado");
  await expectAccessible(other, "dialog of taking back");
  await other.getByRole("button", { name: "Desfazer tudo" }).click();
  await expect(other.getByRole("heading", { name: "Importação desfeita" })).toBeVisible({ timeout: 30_000 });
  await expect(other.getByText("Revertidas").first()).toBeVisible();
  await expect(other.getByText("Mantidas").first()).toBeVisible();
  await expect(other.getByText("Com erro").first()).toBeVisible();
  await second.close();
});

test("the list of files keeps its filters in the address", async ({ page }) => {
  await enter(page, "operacao");
  await page.goto("/arquivos?resultado=rejeitadas");
  const table = page.getByRole("table", { name: "Arquivos" });
  await expect(table).toBeVisible();
  await expect(page.getByLabel("Resultado")).toContainText("Com rejeitadas");
  await page.getByLabel("Nome do arquivo").fill("arquivo que não existe");
  await expect(page.getByText("Nenhum arquivo para estes filtros.")).toBeVisible();
  await expect(page).toHaveURL(/q=arquivo/);
  await page.getByRole("button", { name: "Limpar" }).first().click();
  await expect(page).not.toHaveURL(/resultado=/);
  await expect(table).toBeVisible();
  await expectAccessible(page, "files");
});
