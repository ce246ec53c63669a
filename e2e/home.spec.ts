import type { Page } from "@playwright/test";
import { enter, expect, open, test } from "./fixtures";

const figure = (text: string | null) => Number((text ?? "").replace(/\D/g, ""));

/** How many a list of operations says it holds. */
async function totalOf(page: Page): Promise<number> {
  const summary = page
    .getByRole("status")
    .filter({ hasText: /operaç/ })
    .first();
  await expect(summary).toBeVisible();
  const text = (await summary.textContent()) ?? "";
  return /Nenhuma/.test(text) ? 0 : figure(/([\d.]+) operaç/.exec(text)?.[1] ?? "");
}

for (const fund of [null, "ALFA"]) {
  test(`every number of the dashboard is the total of the list behind it${fund ? `, in ${fund}` : ""}`, async ({
    page,
  }) => {
    await enter(page, "auditor");
    const home = fund ? `/?fundo=${fund}` : "/";
    await open(page, home);
    const standing = page.getByRole("region", { name: "Situação das operações" });
    await expect(standing.getByRole("link")).toHaveCount(6);
    const links = await standing.getByRole("link").all();
    const numbers = await Promise.all(
      links.map(async (link) => ({
        href: (await link.getAttribute("href"))!,
        count: figure((await link.locator("span").first().textContent()) ?? ""),
      })),
    );
    for (const { href, count } of numbers) {
      if (fund) expect(href).toContain(`fundo=${fund}`);
      await open(page, href);
      expect(await totalOf(page), href).toBe(count);
    }
    await open(page, home);
    const attention = page.getByRole("link", { name: /ite(m|ns) em revisão/ });
    const waiting = figure((await attention.locator("span").first().textContent()) ?? "");
    const inNavigation = page.getByRole("navigation").getByRole("link", { name: /^Revisão/ });
    await expect(inNavigation).toContainText(new Intl.NumberFormat("pt-BR").format(waiting));
    await attention.click();
    await expect(page).toHaveURL(/\/revisao/);
    const mine = page.getByRole("button", { name: /^Minha fila/ });
    await expect(mine).toContainText(new Intl.NumberFormat("pt-BR").format(waiting));
  });
}

test("a day of the executed chart is the sum of its list", async ({ page }) => {
  await enter(page, "operacao");
  await open(page, "/");
  const section = page
    .locator("section")
    .filter({ has: page.getByRole("heading", { name: /^Valor executado/ }) });
  await section.getByRole("button", { name: "Ver tabela" }).click();
  const row = section.getByRole("table").getByRole("row").nth(1);
  const value = (await row.getByRole("cell").last().textContent())!.replaceAll("\u00a0", " ");
  await row.getByRole("link").click();
  await expect(page).toHaveURL(/status=executada/);
  await expect(page.getByRole("main")).toContainText(value.replace("R$", "").trim());
});

test("the chart is walked with the arrows, and each step is said with its date and value", async ({
  page,
}) => {
  await enter(page, "operacao");
  await open(page, "/fundos/ALFA");
  const cursor = page.getByRole("slider", { name: /^Percorrer Saldo de caixa/ });
  await cursor.focus();
  const said = async () => (await cursor.getAttribute("aria-valuetext")) ?? "";
  const last = await said();
  expect(last).toMatch(/ de 2026, R\$/);
  // The chart's own script comes after the page.
  await expect(async () => {
    await page.keyboard.press("ArrowLeft");
    expect(await said()).not.toBe(last);
  }).toPass();
  await page.keyboard.press("End");
  await expect.poll(said).toBe(last);
  await page.keyboard.press("Home");
  await expect(cursor).toHaveAttribute("aria-valuenow", "0");
});

test("the palette finds an operation, a fund by its CNPJ and an amount, and goes there by keyboard alone", async ({
  page,
}) => {
  await enter(page, "operacao");
  await open(page, "/operacoes?status=executada");
  const id = await page
    .getByRole("main")
    .getByRole("link", { name: /^[A-Z0-9]+-/ })
    .first()
    .textContent();
  await page.keyboard.press("Control+k");
  const field = page.getByRole("combobox", { name: /^Operação, fundo/ });
  await field.fill(id!);
  await expect(page.getByRole("option", { name: new RegExp(`^${id}`) }).first()).toBeVisible();
  await field.fill("50.000.001");
  await expect(page.getByRole("option", { name: /FIDC Alfa/ })).toBeVisible();
  await page.keyboard.press("Enter");
  await expect(page).toHaveURL(/\/fundos\/ALFA/);
  await expect(page.getByRole("heading", { level: 1 })).toHaveText("FIDC Alfa Multissetorial");
});

test("keys go to pages, and turned off they stay off on the next page and machine", async ({ page }) => {
  await enter(page, "auditor");
  await open(page, "/");
  await page.keyboard.press("g");
  await page.keyboard.press("f");
  await expect(page).toHaveURL(/\/fundos/);
  await page.keyboard.press("?");
  const sheet = page.getByRole("dialog", { name: "Teclas desta página" });
  await expect(sheet.getByText("Ir para Operações")).toBeVisible();
  const choice = sheet.getByRole("switch", { name: "Teclas de uma letra só" });
  const kept = page.waitForResponse((response) => response.url().includes("session.prefer"));
  await choice.click();
  await kept;
  await page.keyboard.press("Escape");
  await page.reload();
  await expect(page.getByRole("heading", { level: 1 })).toBeVisible();
  await page.keyboard.press("g");
  await page.keyboard.press("o");
  await expect(page).toHaveURL(/\/fundos/);
  await page.getByRole("button", { name: "Teclas de atalho" }).click();
  const again = page.waitForResponse((response) => response.url().includes("session.prefer"));
  await sheet.getByRole("switch", { name: "Teclas de uma letra só" }).click();
  await again;
});

test("the fund in view is in the address and goes along from page to page", async ({ page }) => {
  await enter(page, "operacao");
  await open(page, "/");
  // What streams in late is there, and the page is at work.
  await expect(page.locator("canvas")).toHaveCount(2);
  await page.getByRole("combobox", { name: "Fundo em vista" }).selectOption("BETA");
  await expect(page).toHaveURL(/fundo=BETA/);
  await page
    .getByRole("navigation")
    .getByRole("link", { name: /^Operações/ })
    .click();
  await expect(page).toHaveURL(/\/operacoes\?fundo=BETA/);
});

test("a fund's balance proves itself, and the ledger goes back to an instant", async ({ page }) => {
  await enter(page, "auditor");
  await open(page, "/fundos/ALFA");
  await expect(page.getByText(/Conferido com o razão às/)).toBeVisible();
  await expect(page.getByText(/diferença R\$\s0,00/)).toBeVisible();
  await page.keyboard.press("t");
  await expect(page).toHaveURL(/aba=razao/);
  await expect(page.getByRole("table", { name: "Razão da conta caixa" })).toBeVisible();
  await open(page, "/fundos/ALFA?aba=razao&em=2020-01-01T12:00:00");
  await expect(page.getByText("Nenhum lançamento até esse instante.")).toBeVisible();
  await open(page, "/fundos/GAMA?aba=regras");
  await expect(page.getByRole("row", { name: /Motor de execução/ })).toContainText("Própria deste fundo");
  await open(page, "/fundos/ALFA?aba=atividade");
  await expect(page.getByText(/abriu os livros com/)).toBeVisible();
});

test("notices are counted, opened and read", async ({ page }) => {
  await enter(page, "gestor");
  await open(page, "/notificacoes");
  const notices = page.getByRole("list", { name: "Avisos" }).getByRole("listitem");
  const first = notices.filter({ hasText: "Resultado do arquivo" }).first();
  await expect(first).toBeVisible();
  const readAll = page.getByRole("button", { name: "Marcar todos como lidos" });
  if (await readAll.isVisible()) await readAll.click();
  await expect(page.getByRole("button", { name: "Avisos", exact: true })).toBeVisible();
  await first.getByRole("link").click();
  await expect(page).toHaveURL(/\/arquivos\//);
});
