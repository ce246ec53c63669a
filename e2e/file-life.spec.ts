import { enter, expect, expectAccessible, test } from "./fixtures";
import { expectPreview, type File, figure, operations, send } from "./import-journey";

const sandbox = process.env.E2E_SANDBOX_URL;

/** Makes ANBIMA fail or answer again. */
async function letAnbima(state: "fail" | "answer"): Promise<void> {
  const answer = await fetch(`${sandbox}/_sandbox/anbima`, {
    method: "PUT",
    headers: { "content-type": "application/json" },
    body: JSON.stringify({ failureRate: state === "fail" ? 1 : 0, kinds: ["500"] }),
  });
  expect(answer.status).toBe(200);
}

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

test("a file is stopped while it is processed; what was executed stays, and another person takes it back", async ({
  page,
  browser,
  baseURL,
}) => {
  test.setTimeout(150_000);
  // What turns while a file is on its way would never come to rest.
  await page.emulateMedia({ reducedMotion: "reduce" });
  await enter(page, "operacao");
  const file = operations("parar.csv", 3, []);
  // The prices of the last line's day were never asked for, and now nobody answers.
  const lines = file.buffer.toString("latin1").split("\r\n");
  lines[3] = (lines[3] ?? "").replace("14/10/2026", "12/05/2026");
  await letAnbima("fail");
  try {
    await send(page, { ...file, buffer: Buffer.from(lines.join("\r\n"), "latin1") });
    await expectPreview(page);
    await page.getByRole("button", { name: "Confirmar e processar 3" }).click();
    await expect(page).toHaveURL(/\/processando$/);
    await expect.poll(() => figure(page, "Onde estão as linhas", "Executadas"), { timeout: 30_000 }).toBe(2);
    await page.getByRole("button", { name: "Parar" }).click();
    const dialog = page.getByRole("dialog", { name: "Parar parar.csv" });
    await expect(dialog.getByRole("definition").first()).toHaveText("2");
    await expectAccessible(page, "stopping");
    await dialog.getByRole("button", { name: "Parar agora" }).click();
    await expect(page).toHaveURL(/\/resultado$/, { timeout: 30_000 });
  } finally {
    await letAnbima("answer");
  }
  const notice = page.getByRole("note").filter({ hasText: "Processamento parado por Otávio Operação" });
  await expect(notice).toContainText("2 executadas ficam · 1 que esperava foi cancelada");
  await expectAccessible(page, "stopped");
  const second = await browser.newContext({ baseURL });
  const other = await second.newPage();
  await enter(other, "gestor");
  await other.goto(page.url());
  await other.getByRole("button", { name: "Desfazer importação" }).click();
  await other.getByRole("dialog").getByLabel("Motivo").fill("arquivo do mês errado");
  await other.getByRole("button", { name: "Desfazer tudo" }).click();
  await expect(other.getByRole("heading", { name: "Importação desfeita" })).toBeVisible({ timeout: 30_000 });
  await second.close();
});
