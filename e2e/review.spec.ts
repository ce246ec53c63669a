import type { Page } from "@playwright/test";
import {
  enter,
  expect,
  expectAccessible,
  expectAccessibleInBothThemes,
  expectNoSidewaysScroll,
  test,
  userOf,
} from "./fixtures";

const list = (page: Page) => page.getByRole("list", { name: "Revisão" });
const heading = (page: Page) => page.getByRole("article").getByRole("heading", { level: 2 }).first();
const decision = (page: Page) => page.getByRole("complementary", { name: "Decisão" });

/** Opens a queue and waits for its first item, or for the one whose address it is. */
async function openQueue(page: Page, path = "/revisao"): Promise<void> {
  await page.goto(path);
  await expect(heading(page)).toBeVisible();
  await expect(decision(page)).toBeVisible();
}

test("queue, item, forms and an empty queue are accessible in both themes, and fit a phone", async ({
  page,
}) => {
  test.setTimeout(150_000);
  await enter(page, "auditor");
  await openQueue(page, "/revisao?motivo=PU_INFORMADO_DIVERGENTE&ord=valor");
  await expect(page.getByRole("heading", { name: "PU informado longe do da ANBIMA" })).toBeVisible();
  await expectAccessibleInBothThemes(page, "queue with its first item");
  await page.keyboard.press("e");
  await expect(page.getByRole("textbox", { name: "PU informado" })).toBeVisible();
  await expectAccessible(page, "editing");
  await page.keyboard.press("Escape");
  await page.keyboard.press("?");
  await expect(page.getByRole("dialog").getByText("Aprovar", { exact: true })).toBeVisible();
  await page.keyboard.press("Escape");
  await list(page).getByRole("link").first().click();
  await expect(page).toHaveURL(/\/revisao\/[\da-f-]{36}/);
  const item = page.url();
  await page.goto("/revisao?fila=segunda");
  await expect(page.getByText("Nada espera uma segunda aprovação sua.")).toBeVisible();
  await expectAccessibleInBothThemes(page, "empty queue");
  await page.setViewportSize({ width: 320, height: 800 });
  await page.goto("/revisao");
  await expect(list(page)).toBeVisible();
  await expect(decision(page)).toBeHidden();
  await expectNoSidewaysScroll(page, "queue at 320");
  await page.goto(item);
  await expect(decision(page).getByRole("button", { name: "Aprovar" })).toBeInViewport();
  await expectNoSidewaysScroll(page, "item at 320");
  await decision(page).getByRole("button", { name: "Rejeitar" }).click();
  await expect(page.getByRole("radio", { name: "Preço errado" })).toBeInViewport();
  await expectNoSidewaysScroll(page, "rejecting at 320");
  await decision(page).getByRole("button", { name: "Fechar" }).click();
  await page.getByRole("button", { name: "Voltar à fila" }).click();
  await expect(list(page)).toBeVisible();
});

test("the list holds only the rows that are seen, and keys reach all of them", async ({ page }) => {
  await enter(page, "auditor");
  await openQueue(page, "/revisao?fila=todas&ord=idade");
  const rows = list(page).getByRole("listitem");
  const count = Number(await rows.first().getAttribute("aria-setsize"));
  expect(count).toBeGreaterThan(30);
  expect(await rows.count()).toBeLessThan(30);
  const here = rows.filter({ has: page.locator("a:focus") });
  await list(page).getByRole("link").first().focus();
  for (const [key, place] of [
    ["ArrowDown", 2],
    ["End", count],
    ["ArrowUp", count - 1],
    ["Home", 1],
  ] as const) {
    await page.keyboard.press(key);
    await expect(here, key).toHaveAttribute("aria-posinset", String(place));
    await expect(here.getByRole("link"), key).toBeInViewport();
    await expect(here.getByRole("link"), key).toHaveAttribute("aria-current", "true");
  }
});

test("an item that was withdrawn leads to the one that took its place", async ({ page }) => {
  await enter(page, "auditor");
  await openQueue(page, "/revisao?motivo=DESVIO_D1");
  await list(page).getByRole("link").last().click();
  await expect(page).toHaveURL(/\/revisao\/[\da-f-]{36}/);
  const [address, name] = [page.url(), (await heading(page).textContent()) ?? ""];
  await page.keyboard.press("p");
  await expect(page.getByText("Pedido de novo").first()).toBeVisible();
  await expect(async () => {
    await page.goto(address);
    await expect(page.getByText("O que espera decisão agora:")).toBeVisible({ timeout: 1_000 });
  }).toPass();
  await expect(page.getByText("Este item foi retirado: o que ele mostrava mudou")).toBeVisible();
  await page.getByText("O que espera decisão agora:").getByRole("link").click();
  await expect(heading(page)).toHaveText(name);
  await expect(decision(page).getByRole("button", { name: "Rejeitar" })).not.toHaveAttribute(
    "aria-disabled",
    "true",
  );
  await expect(page.getByText("Já parou antes:")).toBeVisible();
});

test("of two people who decide the same item one is heard, and the other sees whose decision it was", async ({
  page,
  browser,
}) => {
  await enter(page, "auditor");
  await openQueue(page, "/revisao?motivo=ATIVO_NAO_PRECIFICADO");
  // By its address: which rows are there follows what is seen.
  const href = await list(page).getByRole("link").nth(2).getAttribute("href");
  const row = list(page).locator(`a[href="${href}"]`);
  await row.click();
  await expect(row).toHaveAttribute("aria-current", "true");
  const name = (await heading(page).textContent()) ?? "";
  const other = await (await browser.newContext()).newPage();
  await enter(other, "gestor");
  await openQueue(other, page.url());
  await expect(other.getByText(/^Aurora .* está vendo$/)).toBeVisible();
  await other.keyboard.press("r");
  await other.keyboard.press("1");
  await other.keyboard.type("preço fora do mercado");
  await other.keyboard.press("Control+Enter");
  await expect(other.getByText(`${name} rejeitada`, { exact: true }).first()).toBeVisible();

  await page.keyboard.press("r");
  await page.keyboard.press("2");
  await page.keyboard.type("linha de outro fundo");
  await page.keyboard.press("Control+Enter");
  await expect(page.getByText(/^Gabriela .* rejeitou este item às/)).toBeVisible();
  await expect(page.getByText("A sua decisão não foi registrada.")).toBeVisible();
  await expect(heading(page)).toHaveText(name);
  const approve = decision(page).getByRole("button", { name: "Aprovar" });
  await expect(approve).toHaveAttribute("aria-disabled", "true");
  await expect(approve).toHaveAccessibleDescription("O item já foi decidido.");
  await other.keyboard.press("Control+z");
  await expect(other.getByText(`${name}: decisão desfeita`, { exact: true }).first()).toBeVisible();
  await expectAccessible(page, "conflict");
  await other.context().close();
});

test("who sent a file decides nothing of it, and is told why", async ({ page }) => {
  await enter(page, "operacao");
  await openQueue(page, "/revisao?fila=todas");
  const approve = decision(page).getByRole("button", { name: "Aprovar" });
  await expect(approve).toHaveAttribute("aria-disabled", "true");
  await expect(approve).toHaveAccessibleDescription("Seu papel vê e comenta, mas não decide.");
  await page.keyboard.press("m");
  await page.keyboard.type("conferido com a mesa de operações");
  await page.keyboard.press("Control+Enter");
  await expect(page.getByText("conferido com a mesa de operações")).toBeVisible();
});

test("a decision about the whole filter says what it would do, does it, and is taken back", async ({
  page,
}) => {
  await enter(page, "auditor");
  await openQueue(page, "/revisao?motivo=PU_INFORMADO_DIVERGENTE");
  await page.getByRole("button", { name: /^Decidir as \d+/ }).click();
  const dialog = page.getByRole("dialog", { name: "Decidir todas do filtro" });
  await dialog.getByRole("radio", { name: "PU negociado" }).check();
  await dialog.getByRole("button", { name: "Ver o que aconteceria" }).click();
  const groups = dialog.getByRole("table");
  await expect(groups.getByRole("row", { name: /Pedem uma segunda pessoa/ })).toBeVisible();
  await expect(groups.getByRole("row", { name: /Aprovadas/ })).toBeVisible();
  await groups.getByRole("button", { name: "Ver os itens" }).first().click();
  await expect(groups.getByRole("link", { name: /em outra aba$/ }).first()).toBeVisible();
  await expectAccessibleInBothThemes(page, "dry run");
  await dialog.getByRole("button", { name: /^Aprovar \d+/ }).click();
  const proof = page.getByRole("dialog", { name: "Confirme quem é" });
  await proof.getByLabel("Senha", { exact: true }).fill("esta não é a senha");
  await proof.getByRole("button", { name: /^Aprovar/ }).click();
  await expect(proof.getByText("A senha não confere.")).toBeVisible();
  await proof.getByLabel("Senha", { exact: true }).fill(userOf("auditor").password);
  await proof.getByRole("button", { name: /^Aprovar/ }).click();
  await expect(dialog.getByText("Concluído")).toBeVisible();
  await page.reload();
  await expect(dialog.getByText("Concluído")).toBeVisible();
  await dialog.getByRole("button", { name: "Ver os itens" }).first().click();
  await expect(dialog.getByRole("link", { name: /em outra aba$/ }).first()).toBeVisible();
  await dialog.getByRole("button", { name: "Desfazer o que ainda está retido" }).click();
  await expect(dialog.getByText(/itens voltaram à fila\./)).toBeVisible();
  await dialog.getByRole("button", { name: "Fechar" }).click();
  await expect(heading(page)).toBeVisible();
});

test("what ends under one's eyes is said by itself, and a question reaches the fund's managers", async ({
  page,
  browser,
}) => {
  await enter(page, "auditor");
  await openQueue(page, "/revisao?motivo=ATIVO_NAO_PRECIFICADO");
  const row = list(page).getByRole("link").nth(1);
  await row.click();
  await expect(row).toHaveAttribute("aria-current", "true");
  const name = (await heading(page).textContent()) ?? "";
  await page.keyboard.press("m");
  await page.keyboard.type("De onde veio este preço?");
  await page.getByRole("checkbox", { name: /^É uma pergunta/ }).check();
  await page.keyboard.press("Control+Enter");
  await expect(page.getByText("Pergunta enviada aos gestores do fundo.").first()).toBeVisible();

  const other = await (await browser.newContext()).newPage();
  await enter(other, "gestor");
  await other.goto("/notificacoes");
  await other.getByRole("link", { name: `Perguntaram a você sobre ${name}, que está em revisão` }).click();
  await expect(heading(other)).toHaveText(name);
  await expect(other.getByText("De onde veio este preço?")).toBeVisible();

  await page.keyboard.press("r");
  await page.keyboard.press("2");
  await page.keyboard.type("linha de outro fundo");
  await other.keyboard.press("r");
  await other.keyboard.press("1");
  await other.keyboard.type("preço fora do mercado");
  await other.keyboard.press("Control+Enter");
  await expect(other.getByText(`${name} rejeitada`, { exact: true }).first()).toBeVisible();
  await expect(page.getByText(/^Gabriela .* rejeitou este item às/)).toBeVisible();
  await expect(page.getByText("Nada mais há para decidir aqui.")).toBeVisible();
  await page.keyboard.press("Control+Enter");
  await expect(page.getByText("A sua decisão não foi registrada.")).toHaveCount(0);
  await expectAccessible(page, "decided under one's eyes");
  await other.context().close();
});

test("the head of the team sees the queue's age and who decided, in both themes and on a phone", async ({
  page,
}) => {
  await enter(page, "auditor");
  await page.goto("/revisao");
  await page.getByRole("link", { name: "Números da equipe" }).click();
  await expect(page.getByRole("heading", { name: "Equipe de revisão" })).toBeVisible();
  await expect(page.getByRole("heading", { name: "Idade do que está em aberto" })).toBeVisible();
  await expectAccessibleInBothThemes(page, "team");
  await page.setViewportSize({ width: 320, height: 800 });
  await expectNoSidewaysScroll(page, "team at 320");
});
