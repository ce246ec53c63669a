import {
  enter,
  expect,
  expectAccessible,
  expectAccessibleInBothThemes,
  expectNoSidewaysScroll,
  open,
  test,
} from "./fixtures";

/** States that a person meets on the way, besides the pages as they are full. */
const states = {
  operacao: [
    ["nothing matches", "/operacoes?q=NAO-EXISTE-NUNCA"],
    ["before the first entry", "/fundos/ALFA?aba=razao&em=2020-01-01T12:00:00"],
    ["a fund's operations", "/fundos/ALFA?aba=operacoes"],
    ["a fund's rules", "/fundos/ALFA?aba=regras"],
    ["a fund's activity", "/fundos/ALFA?aba=atividade"],
    ["not there", "/fundos/NADA"],
  ],
  gestor: [["notices", "/notificacoes"]],
  auditor_externo: [["forbidden", "/revisao"]],
} as const;

for (const [role, visited] of Object.entries(states)) {
  test(`what is empty, missing or forbidden to ${role} is accessible and fits a phone`, async ({ page }) => {
    test.setTimeout(120_000);
    await enter(page, role as keyof typeof states);
    for (const [what, path] of visited) {
      await page.setViewportSize({ width: 1366, height: 768 });
      await open(page, path);
      await expectAccessibleInBothThemes(page, what);
      await page.setViewportSize({ width: 320, height: 700 });
      await expectNoSidewaysScroll(page, `${what} at 320`);
    }
  });
}

test("a read that fails says so with the code to quote, and tries again", async ({ page }) => {
  await enter(page, "operacao");
  await open(page, "/fundos/ALFA");
  await page.route("**/api/trpc/**funds.activity**", (route) => route.abort("connectionfailed"));
  await page.getByRole("tab", { name: "Atividade" }).click();
  const failure = page
    .getByRole("tabpanel")
    .getByRole("alert")
    .filter({ hasText: "O servidor não respondeu." });
  await expect(failure).toBeVisible({ timeout: 30_000 });
  await expect(failure).toContainText("Nada foi perdido");
  await expectAccessible(page, "failure");
  await page.unroute("**/api/trpc/**funds.activity**");
  await failure.getByRole("button", { name: "Tentar de novo" }).click();
  await expect(page.getByText(/abriu os livros com/)).toBeVisible();
});

test("a page missing a right names it and who grants it", async ({ page }) => {
  await enter(page, "auditor_externo");
  await open(page, "/revisao");
  await expect(page.getByText("review:read")).toBeVisible();
  await expect(page.getByText(/Peça-o a /)).toBeVisible();
  await expect(page.getByRole("navigation").getByRole("link", { name: /^Revisão/ })).toHaveCount(0);
});

test("without a network the page says so, and what is seen stays", async ({ page, context }) => {
  await enter(page, "operacao");
  await open(page, "/fundos");
  await context.setOffline(true);
  await expect(page.getByText("Sem conexão.")).toBeVisible();
  await expect(page.getByRole("table", { name: "Fundos" })).toBeVisible();
  await context.setOffline(false);
  await expect(page.getByText("Sem conexão.")).toBeHidden();
});
