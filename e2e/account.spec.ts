import { Secret, TOTP } from "otpauth";
import { enter, expect, expectAccessible, open, signOut, test } from "./fixtures";
import { atHome, bringIn, fillSignIn, mailedLink } from "./people-journey";

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
