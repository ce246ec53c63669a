import { enter, expect, test } from "./fixtures";
import { expectPreview, type File, figure, send } from "./import-journey";

/** A file whose columns nobody knows yet, so that it waits at every step. */
function unknownColumns(): File {
  const run = Date.now().toString(36);
  const names = `numero ${run};carteira;natureza;papel;volume;custo;quando`;
  const lines = [1, 2].map((n) => `VIDA-${run}-${n};ALFA;C;ARO1S1;2;0,0015;14/10/2026`);
  return {
    name: `vida-${run}.csv`,
    mimeType: "text/csv",
    buffer: Buffer.from(`${[names, ...lines].join("\n")}\n`),
  };
}
const fields = {
  carteira: "fund",
  natureza: "side",
  papel: "asset",
  volume: "quantity",
  custo: "rate",
  quando: "operationOn",
} as const;

test("a reload at every step, a lost connection and a closed tab lose nothing", async ({ page, context }) => {
  test.setTimeout(150_000);
  await enter(page, "operacao");
  await send(page, unknownColumns());
  await expect(page.getByRole("button", { name: "Conferir colunas" })).toBeEnabled();
  await page.reload();
  await page.getByRole("button", { name: "Conferir colunas" }).click();
  await expect(page).toHaveURL(/\/colunas$/);
  const address = page.url();
  const choose = (name: string) => page.getByLabel(`Campo do sistema para ${name}`);
  await page.getByLabel(/^Campo do sistema para numero/).selectOption("externalId");
  await choose("carteira").selectOption(fields.carteira);
  await page.reload();
  await expect(choose("carteira")).toHaveValue(fields.carteira);

  await context.setOffline(true);
  await choose("natureza").selectOption(fields.natureza);
  await expect(page.getByText(/^Sem conexão: a escolha está guardada/)).toBeVisible();
  await context.setOffline(false);
  await expect(page.getByText(/^Sem conexão: a escolha está guardada/)).toBeHidden();
  await page.reload();
  await expect(choose("natureza")).toHaveValue(fields.natureza);

  await context.setOffline(true);
  await choose("papel").selectOption(fields.papel);
  await expect(page.getByText(/^Sem conexão: a escolha está guardada/)).toBeVisible();
  await page.close();
  await context.setOffline(false);
  const again = await context.newPage();
  await again.goto(address);
  const field = (name: string) => again.getByLabel(`Campo do sistema para ${name}`);
  await expect(field("papel")).toHaveValue(fields.papel);
  for (const name of ["volume", "custo", "quando"] as const) await field(name).selectOption(fields[name]);
  await again.getByRole("button", { name: "Ver prévia" }).click();
  await expectPreview(again);
  await again.reload();
  await expectPreview(again);
  await again.getByRole("button", { name: "Confirmar e processar 2" }).click();
  await again.reload();
  await expect(again).toHaveURL(/\/resultado$/, { timeout: 60_000 });
  await again.reload();
  expect(await figure(again, "Resultado das linhas", "Aceitas")).toBe(2);
});
