import { randomUUID } from "node:crypto";
import {
  enter,
  expect,
  expectAccessibleInBothThemes,
  expectNoSidewaysScroll,
  open,
  signIn,
  signOut,
  test,
} from "./fixtures";
import { atHome, bringIn, fillSignIn, invite, mailedLink, password } from "./people-journey";

test("an invited manager comes in after a second person agreed, with a password that is no weak one", async ({
  page,
  browser,
  baseURL,
}) => {
  const email = `${randomUUID().slice(0, 8)}@convidada.example`;
  await enter(page, "admin");
  await open(page, "/usuarios");
  await invite(page, { email, name: "Ana Prado", role: "Gestor" });
  await open(page, `/usuarios?q=${email}`);
  const people = page.getByRole("region", { name: "Usuários" });
  await expect(people.getByText("Aguardando 2ª pessoa")).toBeVisible();
  await page.getByRole("link", { name: "Ana Prado" }).click();
  await expect(page.getByText("Você fez este pedido: outra pessoa decide.")).toBeVisible();

  const control = await (await browser.newContext({ baseURL })).newPage();
  await enter(control, "auditor");
  await open(control, page.url());
  await control.getByRole("button", { name: "Aprovar" }).click();
  await expect(control.getByText("Pedido aprovado e aplicado")).toBeVisible();
  await control.context().close();

  const guest = await (await browser.newContext({ baseURL })).newPage();
  const link = await mailedLink(page.request, email);
  await guest.goto(link);
  await expect(guest.getByLabel("E-mail")).toHaveValue(email);
  await guest.getByLabel("Senha").fill("Senha@1234567");
  await guest.getByRole("button", { name: "Criar acesso e entrar" }).click();
  await expect(guest.getByText(/primeiras que alguém tentaria/)).toBeVisible();
  await guest.getByLabel("Senha").fill(password);
  await guest.getByRole("button", { name: "Criar acesso e entrar" }).click();
  await atHome(guest);
  await signOut(guest);
  await guest.goto("/entrar");
  await guest.goto(link);
  await expect(guest.getByText("Este link não abre mais nada.")).toBeVisible();
  await guest.context().close();
});

test("another role's addresses say which right is missing, and its buttons are not there", async ({
  page,
}) => {
  await signIn(page, "gestor");
  for (const path of ["/usuarios", "/usuarios/pedidos", "/usuarios/papeis"]) {
    const response = await page.goto(path);
    expect(response?.status(), path).toBe(403);
    await expect(page.getByText("user:read")).toBeVisible();
  }
  await expect(page.getByRole("link", { name: "Usuários" })).toHaveCount(0);
  await signOut(page);
  await signIn(page, "auditor", "/usuarios");
  await expect(page.getByRole("heading", { name: "Usuários", level: 1 })).toBeVisible();
  await expect(page.getByRole("button", { name: "Convidar pessoa" })).toHaveCount(0);
});

test("a disabled person is out at once", async ({ page, browser, baseURL }) => {
  const { email, name } = await bringIn(page);
  const theirs = await (await browser.newContext({ baseURL })).newPage();
  await fillSignIn(theirs, email);
  await atHome(theirs);
  await open(page, `/usuarios?q=${email}`);
  await page.getByRole("link", { name }).click();
  await page.getByRole("button", { name: "Desativar" }).click();
  await page.getByRole("dialog").getByLabel("Motivo").fill("encerrou o trabalho dele");
  await page.getByRole("dialog").getByRole("button", { name: "Desativar" }).click();
  await expect(page.getByText("Acesso desativado")).toBeVisible();
  // Their page may be on its way out by itself already, which ends this visit.
  await theirs.goto("/fundos").catch(() => undefined);
  await expect(theirs.getByRole("heading", { name: "Entrar" })).toBeVisible();
  await theirs.context().close();
});

test("a token's secret is shown once, works for what it may, and stops when it is revoked", async ({
  page,
  request,
}) => {
  await enter(page, "gestor");
  await open(page, "/perfil");
  const name = `Painel ${randomUUID().slice(0, 6)}`;
  await page.getByRole("button", { name: "Criar token" }).click();
  const dialog = page.getByRole("dialog");
  await dialog.getByLabel("Nome", { exact: true }).fill(name);
  await dialog.getByRole("button", { name: "Criar token" }).click();
  await expect(dialog.getByText("Guarde-o agora")).toBeVisible();
  await page.keyboard.press("Escape");
  const token = await dialog.locator("code").first().textContent();
  await dialog.getByRole("checkbox", { name: /Guardei/ }).check();
  await dialog.getByRole("button", { name: "Fechar" }).click();
  const ask = (path: string) => request.get(path, { headers: { authorization: `Bearer ${token}` } });
  expect((await ask("/api/v1/fundos")).status()).toBe(200);
  const row = page.getByRole("listitem").filter({ hasText: name });
  await row.getByRole("button", { name: "Revogar" }).click();
  await page.getByRole("dialog").getByLabel("Motivo").fill("não é mais usado por ninguém");
  await page.getByRole("dialog").getByRole("button", { name: "Revogar" }).click();
  await expect(page.getByText("Token revogado")).toBeVisible();
  expect((await ask("/api/v1/fundos")).status()).toBe(401);
});

test("every screen of people is accessible in both themes and never scrolls sideways", async ({ page }) => {
  await enter(page, "admin");
  for (const path of ["/usuarios", "/usuarios/pedidos", "/usuarios/papeis", "/perfil"]) {
    await open(page, path);
    await expectAccessibleInBothThemes(page, path);
    await page.setViewportSize({ width: 320, height: 640 });
    await expectNoSidewaysScroll(page, `${path} at 320`);
    await page.setViewportSize({ width: 1366, height: 768 });
  }
  await open(page, "/usuarios");
  await page.getByRole("link", { name: /Gabriela/ }).click();
  await expect(page.getByRole("heading", { name: "O que pode fazer" })).toBeVisible();
  await expectAccessibleInBothThemes(page, "a person");
  await page.getByRole("button", { name: "Pedir mudança de acesso" }).click();
  await expect(page.getByRole("dialog")).toBeVisible();
  await expectAccessibleInBothThemes(page, "asking for a change");
  await page.context().clearCookies();
  for (const path of ["/entrar", "/esqueci", "/convite#nada", "/senha#nada"]) {
    await page.goto(path);
    await page.waitForLoadState("load");
    await expectAccessibleInBothThemes(page, path);
  }
});
