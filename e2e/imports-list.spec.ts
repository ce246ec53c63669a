import { enter, expect, expectAccessible, test } from "./fixtures";
import { confirm, expectPreview, joinedBy, operations, send, takeBack } from "./import-journey";

test("a whole import is taken back by another person, in three buckets", async ({ page }) => {
  test.setTimeout(120_000);
  await enter(page, "operacao");
  await send(page, operations("desfazer.csv", 3, []));
  await expectPreview(page);
  await confirm(page);
  await expect(page.getByText("Você enviou este arquivo; outra pessoa precisa desfazê-lo.")).toBeVisible();
  const [, uploadId] = /enviar\/([^/]+)\//.exec(page.url()) ?? [];
  const other = await joinedBy("gestor", page, `/arquivos/${uploadId}`);
  await takeBack(other);
  await expect(other.getByText("Revertidas").first()).toBeVisible();
  await expect(other.getByText("Mantidas").first()).toBeVisible();
  await expect(other.getByText("Com erro").first()).toBeVisible();
  await other.context().close();
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
