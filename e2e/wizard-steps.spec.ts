import { makeWorkbook, makeZip } from "../bench/generate/workbook";
import { enter, expect, expectAccessibleInBothThemes, test } from "./fixtures";
import { confirm, expectPreview, type File, figure, operations, send } from "./import-journey";

const names = [
  "operacao_id",
  "fundo",
  "tipo",
  "ativo",
  "quantidade",
  "taxa",
  "data_operacao",
  "pu_informado",
];

/** A workbook as custodians send them: a cover, three lines of titles, and words of their own. */
function workbook(run: string): File {
  const line = (index: number, side: string, quantity: number | string) => [
    `PLAN-${run}-${index}`,
    "ALFA",
    side,
    "ARO1S1",
    quantity,
    0.0015,
    { day: "2026-10-14" },
    998.330764,
    "São Paulo",
  ];
  const buffer = makeWorkbook({
    Capa: [["Posição do custodiante"]],
    Dados: [
      ["Custodiante S.A."],
      ["Operações do fundo"],
      ["emitido em 20/11/2026"],
      [...names, `praça ${run}`],
      line(1, "Entrada", 10),
      line(2, "Entrada", 2.5),
      line(3, "C", 1),
      line(4, "C", "muitas"),
    ],
  });
  const mimeType = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";
  return { name: `custodiante-${run}.xlsx`, mimeType, buffer };
}

test("a workbook goes through every step to its result, and each step is for everyone in both themes", async ({
  page,
}) => {
  test.setTimeout(180_000);
  await enter(page, "operacao");
  await page.goto("/arquivos/enviar");
  await expect(page.getByRole("table", { name: "Dicionário de campos" })).toBeVisible();
  await expectAccessibleInBothThemes(page, "where a file begins");

  const run = Date.now().toString(36);
  await send(page, workbook(run));
  await page.getByRole("combobox", { name: "Planilha" }).click();
  await page.getByRole("option", { name: "Dados" }).click();
  await expect(page.getByLabel("Linha do cabeçalho")).toHaveValue("4");
  await expect(page.getByRole("radio", { name: /4 operacao_id/ })).toBeChecked();
  await expectAccessibleInBothThemes(page, "file");

  await page.getByRole("button", { name: "Conferir colunas" }).click();
  await expect(page).toHaveURL(/\/colunas$/);
  const words = page.getByRole("table", { name: "O que cada valor de “tipo” significa" });
  await expect(words.getByRole("row", { name: /Entrada 2 .*Desconhecido/ })).toBeVisible();
  await words.getByLabel("Significado de Entrada").selectOption("Compra");
  await expect(words.getByRole("row", { name: /Entrada 2 .*Escolhido/ })).toBeVisible();
  await expectAccessibleInBothThemes(page, "columns");

  await page.getByRole("button", { name: "Ver prévia" }).click();
  await expectPreview(page);
  const stored = page.getByRole("table", { name: /^Como ficarão gravadas as primeiras 3/ });
  await expect(
    stored.getByRole("row", { name: /PLAN-.*-2 ALFA Compra ARO1S1 — 2,5 0,0015 998,330764 14\/10\/2026/ }),
  ).toBeVisible();
  await expect(stored.getByText("de 1 a 10", { exact: true })).toBeVisible();

  const totals = page.getByRole("table", { name: "Totais de controle" });
  await totals.getByLabel("Linhas").fill("4");
  await totals.getByLabel("Linhas").press("Enter");
  await expect(totals.getByText("Difere: −1")).toBeVisible();
  await totals.getByLabel("Soma das quantidades").fill("13,5");
  await totals.getByLabel("Soma das quantidades").press("Tab");
  await expect(totals.getByText("Confere", { exact: true })).toBeVisible();
  await expectAccessibleInBothThemes(page, "dry run");
  await page.reload();
  await page.getByRole("button", { name: "Confirmar com diferença…" }).click();
  const dialog = page.getByRole("dialog", { name: "Os totais não conferem" });
  await expect(dialog).toContainText("Diferem: Linhas.");
  await expectAccessibleInBothThemes(page, "confirming a difference");
  await dialog.getByLabel("Por que confirmar assim mesmo").fill("a quarta linha vem corrigida amanhã");
  await dialog.getByRole("button", { name: "Confirmar com a diferença" }).click();
  await expect(page).toHaveURL(/\/resultado$/, { timeout: 90_000 });
  expect(await figure(page, "Resultado das linhas", "Aceitas")).toBe(3);
  await expectAccessibleInBothThemes(page, "result");
  await page.goto(page.url().replace("resultado", "processando"));
  await expect(page.getByRole("region", { name: "Onde estão as linhas" })).toBeVisible();
  await expectAccessibleInBothThemes(page, "processing");
});

test("totals that match let a file go on without a question", async ({ page }) => {
  await enter(page, "operacao");
  const run = Date.now().toString(36).toUpperCase();
  const text = `${names.join(";")}\nTOTAL-${run}-1;ALFA;C;ARO1S1;1.234,5;0;14/10/2026;998,330764\n`;
  await send(page, { name: "totais.csv", mimeType: "text/csv", buffer: Buffer.from(text) });
  await expectPreview(page);
  const totals = page.getByRole("table", { name: "Totais de controle" });
  await totals.getByLabel("Soma do valor informado (R$)").fill("1.232.439,33");
  await totals.getByLabel("Soma do valor informado (R$)").press("Enter");
  await expect(totals.getByText("Confere", { exact: true })).toBeVisible();
  await confirm(page);
  expect(await figure(page, "Resultado das linhas", "Aceitas")).toBe(1);
});

test("what is typed over a line outlives a reload, a lost connection and a closed tab, until it is kept", async ({
  page,
}) => {
  await enter(page, "operacao");
  await send(page, operations("rascunho.csv", 4, [1, 2]));
  await expectPreview(page);
  await page.getByRole("button", { name: "Corrigir a linha 3" }).click();
  const rate = (shown: typeof page) =>
    shown.getByRole("form", { name: "Corrigir a linha 3" }).getByLabel("taxa");
  await rate(page).fill("0,0021");
  await page.reload();
  await expect(rate(page)).toHaveValue("0,0021");
  await expect(page.getByText("Recuperamos o que você tinha digitado")).toBeVisible();
  await expectAccessibleInBothThemes(page, "what was typed, come back");

  await rate(page).fill("0,0022");
  await page.context().setOffline(true);
  await page.getByRole("button", { name: "Guardar linha" }).click();
  await expect(page.getByText("Sem conexão: a linha é guardada")).toBeVisible();
  const address = page.url();
  const again = await page.context().newPage();
  await page.close();
  await again.context().setOffline(false);
  await again.goto(address);
  await expect(rate(again)).toHaveValue("0,0022");
  await again.getByRole("button", { name: "Corrigir a linha 4" }).click();
  await expect(again.getByRole("row", { name: /^3 Corrigir a linha 3 Rascunho/ })).toBeVisible();
  await again.getByRole("button", { name: "Corrigir a linha 3" }).click();
  await again.getByRole("button", { name: "Guardar linha" }).click();
  await expect(again.getByRole("tab", { name: "Rejeitadas (1)" })).toBeVisible();
  await again.reload();
  await expectPreview(again);
  await expect(again.getByRole("button", { name: "Corrigir a linha 4" })).toBeVisible();
  await expect(again.getByRole("form")).toHaveCount(0);
});

test("a CSV in a ZIP goes on by itself as the CSV would; several files in one are told by their names", async ({
  page,
}) => {
  await enter(page, "operacao");
  const { buffer: text } = operations("a.csv", 2, []);
  const zip = (name: string, names: string[]): File => ({
    name,
    mimeType: "application/zip",
    buffer: makeZip(names.map((each) => ({ name: each, text }))),
  });
  await send(page, zip("remessa.zip", ["julho/operações.csv"]));
  await expectPreview(page);
  expect(await figure(page, "O que aconteceria", "Válidas")).toBe(2);
  await send(page, zip("duas-remessas.zip", ["julho.csv", "agosto.csv"]));
  const refused = page.getByRole("alert").filter({ hasText: "Envie os arquivos um de cada vez" });
  await expect(refused).toContainText("“julho.csv”, “agosto.csv”");
  await expect(refused).toHaveCount(1);
});
