import { readFileSync } from "node:fs";
import { enter, expect, expectAccessible, test } from "./fixtures";
import { confirm, expectPreview, type File, figure, header, mend, operations, send } from "./import-journey";

test("10,000 lines, a tab closed half-way, 13 bad lines mended and only those sent again", async ({
  page,
}) => {
  test.setTimeout(240_000);
  const bad = Array.from({ length: 13 }, (_, index) => 70 + index * 700);
  const file = operations("remessa-10000.csv", 10_000, bad);
  await enter(page, "gestor");

  await page.goto("/arquivos/enviar");
  // Half of the bytes get through; the rest never does.
  let pieces = 0;
  await page.route("**/api/uploads/**", async (route) => {
    if (route.request().method() !== "PATCH") return route.continue();
    pieces += 1;
    const half = file.buffer.subarray(0, file.buffer.length / 2);
    return pieces === 1 ? route.continue({ postData: half }) : route.abort("connectionreset");
  });
  await page.getByLabel("Escolher arquivo").setInputFiles(file);
  await expect(page).toHaveURL(/\/arquivo$/);
  const address = page.url();
  await expect(page.getByLabel(/^Windows-1252.*São/)).toBeChecked();
  await expect(page.getByLabel(/^UTF-8.*S�o/)).not.toBeChecked();
  await expect(page.getByRole("progressbar")).toBeVisible();
  await expect.poll(() => pieces).toBeGreaterThan(1);
  const context = page.context();
  await page.close();

  const again = await context.newPage();
  await again.goto("/arquivos/enviar");
  await again
    .getByRole("link", { name: `Continuar ${file.name}` })
    .first()
    .click();
  await expect(again).toHaveURL(address);
  await expect(again.getByText(/% chegou/)).toBeVisible();
  await again.getByLabel("Escolher o mesmo arquivo").setInputFiles({ ...file, name: "outro.csv" });
  await expect(again.getByText("outro.csv não é o mesmo arquivo.")).toBeVisible();
  await again.getByLabel("Escolher o mesmo arquivo").setInputFiles(file);

  await expectPreview(again);
  expect(await figure(again, "O que aconteceria", "Válidas")).toBe(9_987);
  expect(await figure(again, "O que aconteceria", "Rejeitadas")).toBe(13);
  const wouldExecute = await figure(again, "O que aconteceria", "Seriam executadas");
  await again.reload();
  await expectPreview(again);
  await expectAccessible(again, "dry run");
  await confirm(again);
  expect(await figure(again, "Resultado das linhas", "Aceitas")).toBe(9_987);
  expect(await figure(again, "Resultado das linhas", "Executadas")).toBe(wouldExecute);

  const buttons = again.getByRole("button", { name: /^Corrigir a linha/ });
  await expect(buttons).toHaveCount(13);
  for (let index = 0; index < 13; index++) await mend(again, buttons.nth(index));
  await expectAccessible(again, "result with edited lines");
  const first = again.url();
  await again.getByRole("button", { name: "Conferir e reenviar 13 linhas" }).click();
  await expect(again).not.toHaveURL(first);
  await expectPreview(again);
  await expect(again.getByRole("tab", { name: "Serão enviadas (13)" })).toBeVisible();
  await confirm(again);
  expect(await figure(again, "Resultado das linhas", "Aceitas")).toBe(13);
  await again.getByRole("link", { name: file.name }).click();
  await expect(again.getByRole("list", { name: "Correções, na ordem em que vieram" })).toContainText(
    "13 linhas · 13 aceitas · 0 rejeitadas",
  );
});

test("the whole way by keyboard alone, from a pasted range to the result", async ({ page }) => {
  test.setTimeout(120_000);
  await enter(page, "operacao");
  await page.goto("/arquivos/enviar");
  const text = operations("x", 3, [1]).buffer.toString("latin1").replaceAll(";", "\t");
  await page.getByRole("button", { name: "Colar intervalo" }).focus();
  await page.keyboard.press("Enter");
  await expect(page.getByRole("dialog")).toBeVisible();
  await page.getByLabel("Células copiadas").focus();
  await page.keyboard.insertText(text);
  await page.keyboard.press("Tab");
  await page.keyboard.press("Tab");
  await expect(page.getByRole("button", { name: "Usar este intervalo" })).toBeFocused();
  await page.keyboard.press("Enter");
  await expectPreview(page);

  await expect(page.getByRole("button", { name: "Corrigir a linha 3" })).toBeVisible();
  await page.keyboard.press("n");
  await expect(page.getByRole("button", { name: "Corrigir a linha 3" })).toBeFocused();
  await page.keyboard.press("Enter");
  await expect(page.getByRole("form").getByLabel("taxa")).toBeFocused();
  await page.keyboard.press("Control+a");
  await page.keyboard.insertText("0,0015");
  await page.keyboard.press("Enter");
  await expect(page.getByRole("status").filter({ hasText: "Linha 3 corrigida" })).toBeAttached();
  await expect(page.getByRole("button", { name: "Confirmar e processar 3" })).toBeVisible();
  await page.keyboard.press("Alt+ArrowLeft");
  await expect(page).toHaveURL(/\/colunas$/);
  await page.goBack();
  await expectPreview(page);
  await page.keyboard.press("Control+Enter");
  await expect(page).toHaveURL(/\/resultado$/, { timeout: 60_000 });
  expect(await figure(page, "Resultado das linhas", "Aceitas")).toBe(3);
});

test("unknown columns are mapped once, and the second file of the kind needs no click", async ({ page }) => {
  test.setTimeout(120_000);
  await enter(page, "operacao");
  const kind = Date.now().toString(36);
  const file = (part: number): File => {
    const names = `numero ${kind};carteira;natureza;papel;volume;custo;quando`;
    const line = `MAPA-${kind}-${part};ALFA;C;ARO1S1;2;0,0015;14/10/2026`;
    return { name: `mapa-${part}.csv`, mimeType: "text/csv", buffer: Buffer.from(`${names}\n${line}\n`) };
  };
  await send(page, file(1));
  await page.getByRole("button", { name: "Conferir colunas" }).click();
  await expect(page).toHaveURL(/\/colunas$/);
  for (const [column, field] of [
    [`numero ${kind}`, "externalId"],
    ["carteira", "fund"],
    ["natureza", "side"],
    ["papel", "asset"],
    ["volume", "quantity"],
    ["custo", "rate"],
    ["quando", "operationOn"],
  ] as const) {
    await page.getByLabel(`Campo do sistema para ${column}`).selectOption(field);
  }
  await page.reload();
  await expect(page.getByLabel("Campo do sistema para quando")).toHaveValue("operationOn");
  await expectAccessible(page, "columns");
  await page.getByRole("button", { name: "Ver prévia" }).click();
  await expectPreview(page);
  expect(await figure(page, "O que aconteceria", "Válidas")).toBe(1);
  await confirm(page);

  await send(page, file(2));
  await expectPreview(page);
  expect(await figure(page, "O que aconteceria", "Válidas")).toBe(1);
  await page.getByRole("link", { name: "Mudar as colunas" }).click();
  await expect(page.getByText(/Mapeamento “.*” aplicado/)).toBeVisible();
});

test("one click mends every line of a kind, and the figures follow", async ({ page }) => {
  await enter(page, "operacao");
  const good = operations("percentual.csv", 4, []).buffer.toString("latin1").split("\r\n");
  const lines = good.map((line, index) =>
    index === 2 || index === 3 ? line.replace("0,0015", "0,15%") : line,
  );
  await send(page, {
    name: "percentual.csv",
    mimeType: "text/csv",
    buffer: Buffer.from(lines.join("\r\n"), "latin1"),
  });
  await expectPreview(page);
  expect(await figure(page, "O que aconteceria", "Rejeitadas")).toBe(2);
  await page.getByRole("button", { name: "Passar de % para fração (2)" }).click();
  await expect(page.getByRole("button", { name: "Confirmar e processar 4" })).toBeVisible();
});

test("rejected lines mended elsewhere come back by their key, and only those are taken", async ({ page }) => {
  test.setTimeout(120_000);
  await enter(page, "operacao");
  await send(page, operations("para-fora.csv", 6, [1, 4]));
  await expectPreview(page);
  await confirm(page);
  const [download] = await Promise.all([
    page.waitForEvent("download"),
    page.getByRole("link", { name: "Baixar rejeitadas (CSV)" }).click(),
  ]);
  const rejected = readFileSync((await download.path())!, "latin1");
  expect(rejected.split(/\r?\n/)[0]).toBe(`${header};_linha;_erro;_sugestao;_chave`);
  expect(rejected).toContain("São Paulo");
  const mended = rejected.replace("sem taxa", "0,0015").replace("31/02/2026", "14/10/2026");
  await page
    .getByLabel("Escolher arquivo corrigido")
    .setInputFiles({ name: "corrigidas.csv", mimeType: "text/csv", buffer: Buffer.from(mended, "latin1") });
  await expectPreview(page);
  expect(await figure(page, "O que aconteceria", "Válidas")).toBe(2);
  await expect(page.getByRole("tab", { name: "Serão enviadas (2)" })).toBeVisible();
  const changes = page.getByRole("table", { name: "O que esta correção muda" });
  await expect(changes.getByRole("row", { name: /taxa.*sem taxa.*0,0015/ })).toBeVisible();
  await expect(changes.getByRole("row", { name: /data_operacao.*31\/02\/2026.*14\/10\/2026/ })).toBeVisible();
  await expectAccessible(page, "what a correction changes");
  await confirm(page);
  expect(await figure(page, "Resultado das linhas", "Aceitas")).toBe(2);
  await page.goto("/arquivos");
  const files = page.getByRole("table", { name: "Arquivos" });
  await expect(files.getByRole("link", { name: /^Correção v2/ }).first()).toBeVisible();
});
