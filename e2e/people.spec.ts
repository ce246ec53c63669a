import { randomUUID } from "node:crypto";
import type { APIRequestContext, Page } from "@playwright/test";
import { Secret, TOTP } from "otpauth";
import {
  enter,
  expect,
  expectAccessible,
  expectAccessibleInBothThemes,
  expectNoSidewaysScroll,
  open,
  signIn,
  signOut,
  test,
} from "./fixtures";
import { confirm, expectPreview, operations, send } from "./import-journey";

const password = "trovoada quieta azulejo";
const sandbox = process.env.E2E_SANDBOX_URL;
const ours = { "x-lastro": "1" };

/** The newest link of a kind that was mailed to an address. */
async function mailedLink(request: APIRequestContext, email: string, kind = "convite"): Promise<string> {
  let link: string | undefined;
  await expect(async () => {
    const answer = await request.get(`${sandbox}/_sandbox/smtp/mensagens`);
    const { mensagens } = (await answer.json()) as { mensagens: { seq: number; to: string[] }[] };
    const mail = mensagens.findLast(({ to }) => to.includes(email));
    const html = await (await request.get(`${sandbox}/correio/html?mensagem=${mail?.seq}`)).text();
    link = html.match(new RegExp(`/${kind}#[\\w-]{43}`))?.[0];
    expect(link).toBeDefined();
  }).toPass({ timeout: 20_000 });
  return link as string;
}

/** Invites a person who only reads (one fund, or all), as the administrator here, and lets them set a password. */
async function bringIn(page: Page, fund?: string): Promise<{ email: string; name: string }> {
  const email = `${randomUUID().slice(0, 8)}@convidada.example`;
  const name = `Convidada ${email.slice(0, 8)}`;
  await enter(page, "admin");
  await open(page, "/usuarios");
  await invite(page, { email, name, role: "Auditor externo", fund });
  const link = await mailedLink(page.request, email);
  const accepted = await page.request.put("/api/convite", {
    headers: ours,
    data: { token: link.split("#")[1], name, password },
  });
  expect(accepted.status()).toBe(200);
  return { email, name };
}

type Invited = { email: string; name: string; role: string; fund?: string | undefined };

async function invite(page: Page, person: Invited): Promise<void> {
  await page.getByRole("button", { name: "Convidar pessoa" }).click();
  const dialog = page.getByRole("dialog", { name: "Convidar pessoa" });
  await dialog.getByLabel("E-mail").fill(person.email);
  await dialog.getByLabel("Nome").fill(person.name);
  await dialog.getByRole("combobox", { name: "Papel" }).click();
  await page.getByRole("option", { name: person.role, exact: true }).click();
  const funds = person.fund ? new RegExp(`^${person.fund} `) : /Todos os fundos/;
  await dialog.getByRole("checkbox", { name: funds }).check();
  if (person.role === "Auditor externo") await dialog.getByLabel("Acesso até").fill("2099-12-31");
  await dialog.getByLabel("Motivo").fill("trabalho de auditoria do ano");
  await dialog.getByRole("button", { name: "Convidar" }).click();
  await expect(page.getByText(`Convite para ${person.email} registrado`)).toBeVisible();
}

async function fillSignIn(page: Page, email: string, secret = password): Promise<void> {
  await page.goto("/entrar");
  await page.getByLabel("E-mail").fill(email);
  await page.getByLabel("Senha").fill(secret);
  await page.getByRole("button", { name: "Entrar", exact: true }).click();
}

const atHome = (page: Page) =>
  expect(page.getByRole("navigation", { name: "Navegação principal" })).toBeAttached();

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
  await expect(page.getByText("Aguardando 2ª pessoa")).toBeVisible();
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

test("the second step: set up by its code, asked for at the door, each code once, recovery codes too", async ({
  page,
}) => {
  const { email } = await bringIn(page);
  await page.context().clearCookies();
  await fillSignIn(page, email);
  await atHome(page);
  await open(page, "/perfil");
  await page.getByRole("button", { name: "Ativar segunda etapa" }).click();
  const dialog = page.getByRole("dialog");
  await expect(dialog.getByRole("img", { name: /Código QR/ })).toBeVisible();
  await expectAccessible(page, "setting the second step up");
  const shown = ((await dialog.locator("code").textContent()) ?? "").replaceAll(" ", "");
  const totp = new TOTP({ secret: Secret.fromBase32(shown) });
  const codeAt = (offsetS: number) => totp.generate({ timestamp: Date.now() + offsetS * 1000 });
  await dialog.getByLabel("Código de 6 dígitos").fill("000000");
  await dialog.getByRole("button", { name: "Ativar" }).click();
  await expect(dialog.getByText(/O código não confere/)).toBeVisible();
  const first = codeAt(0);
  await dialog.getByLabel("Código de 6 dígitos").fill(first);
  await dialog.getByRole("button", { name: "Ativar" }).click();
  const shownCodes = dialog.getByRole("list", { name: "Códigos de recuperação" }).getByRole("listitem");
  await expect(shownCodes).toHaveCount(10);
  const codes = await shownCodes.allInnerTexts();
  await dialog.getByRole("checkbox", { name: "Guardei os códigos" }).check();
  await dialog.getByRole("button", { name: "Concluir" }).click();
  await expect(page.getByText("sobram 10 códigos de recuperação")).toBeVisible();

  await signOut(page);
  await fillSignIn(page, email);
  const field = page.getByLabel("Código de 6 dígitos");
  await expect(field).toBeFocused();
  await expect(field).toHaveAttribute("autocomplete", "one-time-code");
  await expectAccessible(page, "the second step at the door");
  await field.fill(first);
  await page.getByRole("button", { name: "Confirmar" }).click();
  await expect(page.getByRole("alert").filter({ hasText: "ou já foi usado" })).toBeVisible();
  await field.fill(codeAt(30).replace(/(...)/, "$1 "));
  await page.getByRole("button", { name: "Confirmar" }).click();
  await atHome(page);

  await signOut(page);
  await fillSignIn(page, email);
  await page.getByRole("button", { name: "Usar código de recuperação" }).click();
  await page.getByLabel("Código de recuperação").fill(codes[0] as string);
  await page.getByRole("button", { name: "Confirmar" }).click();
  await atHome(page);
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

test("a person of one fund sees nothing of another, by any address", async ({ page, browser, baseURL }) => {
  test.setTimeout(120_000);
  const { email } = await bringIn(page, "ALFA");
  await page.context().clearCookies();
  await enter(page, "operacao");
  await open(page, "/operacoes?fundo=BETA");
  const row = page.getByRole("grid", { name: "Operações" }).getByRole("link").first();
  const operationId = (await row.getAttribute("href"))!.split(/[/?]/)[2]!;
  await send(page, operations("so-beta.csv", 3, [1], "BETA"));
  await expectPreview(page);
  const fileId = page.url().split("/").at(-2)!;
  await confirm(page);

  const theirs = await (await browser.newContext({ baseURL })).newPage();
  await fillSignIn(theirs, email);
  await atHome(theirs);
  await open(theirs, "/fundos");
  await expect(theirs.getByRole("table", { name: "Fundos" }).getByRole("row")).toHaveCount(2);
  await expect(
    theirs.getByRole("table", { name: "Fundos" }).getByRole("link", { name: "ALFA", exact: true }),
  ).toBeVisible();
  await open(theirs, "/arquivos");
  const files = theirs.getByRole("table", { name: "Arquivos" });
  await expect(files.getByRole("cell", { name: /demonstracao/ })).toBeVisible();
  await expect(files).not.toContainText("BETA");
  await expect(files).not.toContainText("so-beta.csv");
  const addresses = [
    "/fundos/BETA",
    "/fundos/BETA?aba=razao",
    `/operacoes/${operationId}`,
    `/arquivos/${fileId}`,
  ];
  for (const path of addresses) {
    expect((await theirs.goto(path))?.status(), path).toBe(404);
    await expect(theirs.getByText("Página não encontrada").first()).toBeVisible();
  }
  for (const path of ["/operacoes?fundo=BETA", `/operacoes?fundo=BETA&ver=${operationId}`]) {
    await open(theirs, path);
    await expect(theirs.getByRole("status").filter({ hasText: /0 operaç|Nenhuma operação/ })).toBeVisible();
    await expect(theirs.getByRole("grid", { name: "Operações" }).getByRole("link")).toHaveCount(0);
  }
  const absent = "00000000-0000-7000-8000-000000000000";
  for (const kind of ["original", "rejeitadas", "eventos"]) {
    const answer = async (id: string) => {
      const response = await theirs.request.get(`/api/arquivos/${id}/${kind}`);
      return { status: response.status(), text: (await response.text()).replace(/[\da-f-]{36}/g, "") };
    };
    expect(await answer(fileId), `${kind}: not yours is as not there`).toEqual(await answer(absent));
  }
  await theirs.context().close();
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
  await dialog.getByLabel("Nome").fill(name);
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

test("a forgotten password is replaced through the mail", async ({ page }) => {
  const { email } = await bringIn(page);
  await page.context().clearCookies();
  await page.goto("/entrar");
  await page.getByRole("link", { name: "Esqueci a senha" }).click();
  await expect(page.getByRole("heading", { name: "Esqueci a senha" })).toBeVisible();
  await page.getByLabel("E-mail").fill(email);
  await page.getByRole("button", { name: "Enviar link" }).click();
  await expect(page.getByText("Confira o seu e-mail.")).toBeVisible();
  await page.goto(await mailedLink(page.request, email, "senha"));
  await page.getByLabel("Nova senha").fill("girassol lento na varanda");
  await page.getByRole("button", { name: "Trocar a senha" }).click();
  await expect(page.getByText("Senha trocada. Entre com a nova.")).toBeVisible();
  await fillSignIn(page, email, "girassol lento na varanda");
  await atHome(page);
});

test("a demonstration lets in by one click, in either language", async ({ page }) => {
  await page.goto("/entrar");
  await page.getByRole("button", { name: "English" }).click();
  await expect(page.getByRole("heading", { name: "Sign in" })).toBeVisible();
  await expectAccessible(page, "the door in English");
  await page.getByRole("button", { name: "Português (Brasil)" }).click();
  await page.getByRole("button", { name: /^Auditor externo/ }).click();
  await atHome(page);
});

test("two minutes before its end a session says so, and goes on without losing the page", async ({
  page,
}) => {
  await enter(page, "gestor");
  await page.clock.install();
  await open(page, "/perfil");
  await page.clock.fastForward(12 * 3_600_000 - 119_000);
  const dialog = page.getByRole("dialog", { name: /^Sua sessão/ });
  await expect(dialog).toBeVisible();
  await expectAccessible(page, "the end of a session");
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
