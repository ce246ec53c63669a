import { enter, expect, expectAccessible, open, test } from "./fixtures";

test("what filtered events name is frozen, previewed, and undone only when another person agrees", async ({
  page,
  browser,
}) => {
  await enter(page, "auditor");
  await open(page, "/operacoes?status=executada&ord=-data");
  await page.getByRole("grid", { name: "Operações" }).getByRole("link").first().click();
  await page.getByRole("link", { name: "História na auditoria" }).click();
  await page.getByRole("button", { name: "Estornar o que nomeiam" }).click();
  const dialog = page.getByRole("dialog", { name: "Estornar as operações destes eventos" });
  await dialog.getByLabel("Motivo").fill("lançada em duplicidade pelo gestor");
  await dialog.getByRole("button", { name: "Ver a prévia" }).click();
  await expect(page.getByRole("heading", { name: /Estorno em lote/ })).toContainText("Em prévia");
  await expect(page.getByText("Seria estornada").first()).toBeVisible();
  await expectAccessible(page, "a previewed reversal");
  await page.getByRole("button", { name: "Pedir estorno" }).click();
  await expect(page.getByText("Quem pediu não decide: aguarda outra pessoa.")).toBeVisible();
  await expect(page.getByRole("button", { name: "Aprovar estorno" })).toBeHidden();
  const address = page.url();
  const other = await (await browser.newContext()).newPage();
  await enter(other, "gestor");
  await other.goto(address);
  await other.getByRole("button", { name: "Aprovar estorno" }).click();
  await other.getByRole("dialog").getByLabel("Motivo").fill("conferi com o arquivo original");
  await other.getByRole("dialog").getByRole("button", { name: "Aprovar estorno" }).click();
  await expect(other.getByRole("heading", { name: /Estorno em lote/ })).toContainText("Estornado");
  await expect(other.getByText("Estornada", { exact: true }).first()).toBeVisible();
  await other.close();
});
