import { randomUUID } from "node:crypto";
import type { APIRequestContext, Page } from "@playwright/test";
import { enter, expect, open } from "./fixtures";

export const password = "trovoada quieta azulejo";
const sandbox = process.env.E2E_SANDBOX_URL;
export const ours = { "x-lastro": "1" };

/** The newest link of a kind that was mailed to an address. */
export async function mailedLink(
  request: APIRequestContext,
  email: string,
  kind = "convite",
): Promise<string> {
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
export async function bringIn(page: Page, fund?: string): Promise<{ email: string; name: string }> {
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

export async function invite(page: Page, person: Invited): Promise<void> {
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

export async function fillSignIn(page: Page, email: string, secret = password): Promise<void> {
  await page.goto("/entrar");
  await page.getByLabel("E-mail").fill(email);
  await page.getByLabel("Senha").fill(secret);
  await page.getByRole("button", { name: "Entrar", exact: true }).click();
}

export const atHome = (page: Page) =>
  expect(page.getByRole("navigation", { name: "Navegação principal" })).toBeAttached();
