import { readFileSync } from "node:fs";
import type { Page } from "@playwright/test";
import { enter, expect, test } from "./fixtures";

type File = { name: string; mimeType: string; buffer: Buffer };

/** A sample under operation ids of this run, so that it is not a file that was sent before. */
function sample(name: string): File {
  const bytes = readFileSync(`public/samples/${name}`);
  const run = Date.now().toString(36).toUpperCase();
  const [header, ...lines] = bytes.toString("latin1").split(/\r?\n/);
  const renamed = lines.map((line) => line.replace(/^([^-;]+)-/, `$1-${run}`));
  return { name, mimeType: "text/csv", buffer: Buffer.from([header, ...renamed].join("\n"), "latin1") };
}

function plain(name: string, content: string | Buffer): File {
  return { name, mimeType: "text/csv", buffer: Buffer.from(content as string) };
}

async function send(page: Page, file: File): Promise<void> {
  await page.goto("/arquivos/enviar");
  await page.getByLabel("Escolher arquivo").setInputFiles(file);
}

async function sendAndConfirm(page: Page, file: File): Promise<void> {
  await send(page, file);
  await expect(page.getByRole("region", { name: "O que aconteceria" })).toBeVisible({ timeout: 30_000 });
  await page.getByRole("button", { name: /^Confirmar e processar/ }).click();
}

async function expectDone(page: Page): Promise<void> {
  await expect(page).toHaveURL(/\/resultado$/, { timeout: 60_000 });
  await expect(page.getByText("Concluído").first()).toBeVisible();
}

async function bucket(page: Page, name: "Aceitas" | "Rejeitadas" | "Repetidas"): Promise<number> {
  const region = page.getByRole("region", { name: "Resultado das linhas" });
  const term = region.getByRole("term").filter({ hasText: name });
  const text = await term.locator("xpath=following-sibling::dd[1]").textContent();
  return Number((text ?? "").replaceAll(".", ""));
}

test("a person sends a file and sees what became of every line", async ({ page }) => {
  await enter(page, "operacao");
  await sendAndConfirm(page, sample("operacoes-13-erros.csv"));
  await expectDone(page);

  const [accepted, rejected, duplicate] = [
    await bucket(page, "Aceitas"),
    await bucket(page, "Rejeitadas"),
    await bucket(page, "Repetidas"),
  ];
  expect(rejected).toBe(13);
  const total = accepted + rejected + duplicate;
  await expect(
    page.getByText(
      `${accepted} + ${rejected} + ${duplicate} = ${total} · todas as ${total} linhas do arquivo`,
    ),
  ).toBeVisible();

  const states = page.getByRole("region", { name: "Operações aceitas por situação" });
  const counts = await states.getByRole("link").allInnerTexts();
  expect(counts.reduce((sum, text) => sum + Number(text.replaceAll(".", "")), 0)).toBe(accepted);

  const problems = page.getByRole("table", { name: "Linhas rejeitadas" });
  await expect(problems.getByRole("row")).toHaveCount(1 + 13);
  for (const heading of [
    "Linha",
    "Ação",
    "Coluna",
    "Problema",
    "O que veio",
    "O que se esperava",
    "Como corrigir",
    "Linha como veio",
  ]) {
    await expect(problems.getByRole("columnheader", { name: heading, exact: true })).toBeVisible();
  }

  const [download] = await Promise.all([
    page.waitForEvent("download"),
    page.getByRole("link", { name: "Baixar rejeitadas (CSV)" }).first().click(),
  ]);
  const lines = readFileSync((await download.path())!, "utf8")
    .trimEnd()
    .split("\r\n");
  expect(lines).toHaveLength(1 + 13);
  expect(lines[0]).toContain("_linha;_erro;_sugestao;_chave");

  await states.getByRole("link").first().click();
  await expect(page.getByRole("heading", { name: "Operações", level: 1 })).toBeVisible();
  await expect(page.getByText("Arquivo:")).toBeVisible();
});

test("an accepted operation tells its line, its price, its postings and its trail", async ({ page }) => {
  await enter(page, "operacao");
  await page.goto("/operacoes?status=executada");
  const table = page.getByRole("grid", { name: "Operações" });
  const id = (await table.getByRole("row").nth(1).getByRole("link").textContent()) ?? "";
  await table.getByRole("link", { name: id, exact: true }).click();
  await expect(page.getByRole("heading", { name: id, level: 1 })).toBeVisible();
  await expect(page.locator("pre", { hasText: id }).filter({ visible: true }).first()).toBeVisible();
  await expect(page.getByText("SHA-256 da resposta")).toBeVisible();
  const postings = page.getByRole("table", { name: "Lançamentos" });
  await expect(postings.getByRole("row", { name: /Soma das partidas/ })).toContainText("R$ 0,00");
  await expect(page.getByRole("heading", { name: "Linha do tempo" })).toBeVisible();
});

test("the same file twice is refused with a way to the first", async ({ page }) => {
  await enter(page, "operacao");
  const file = sample("operacoes-boa.csv");
  await sendAndConfirm(page, file);
  await expect(page).toHaveURL(/\/(processando|resultado)$/);
  const [, first] = /enviar\/([^/]+)\//.exec(page.url()) ?? [];
  await send(page, { ...file, name: "outro-nome.csv" });
  await expect(page.getByText("Este arquivo já foi enviado.")).toBeVisible();
  await page.getByRole("link", { name: "Ver o primeiro envio" }).click();
  await expect(page).toHaveURL(new RegExp(`/arquivos/${first}$`));
  await expect(page.getByRole("heading", { level: 1 })).toContainText(file.name);
});

test("accents of a Windows-1252 file survive, and its lines are accepted", async ({ page }) => {
  await enter(page, "operacao");
  await sendAndConfirm(page, sample("operacoes-windows-1252.csv"));
  await expectDone(page);
  await expect(page.getByText("· windows-1252 ·")).toBeVisible();
  expect(await bucket(page, "Aceitas")).toBeGreaterThan(0);
});

for (const [what, file, message] of [
  [
    "a damaged ZIP called .csv",
    plain("planilha.csv", Buffer.concat([Buffer.from([0x50, 0x4b, 3, 4]), Buffer.from(`zip ${Date.now()}`)])),
    /ZIP/,
  ],
  [
    "a header alone",
    plain("vazio.csv", `operacao_id;fundo;tipo;ativo;quantidade;taxa;data_operacao;obs${Date.now()}\n`),
    /cabeçalho/,
  ],
] as const) {
  test(`${what} is refused with what was expected, what came and how to mend it`, async ({ page }) => {
    await enter(page, "operacao");
    await send(page, file);
    const alert = page.getByRole("alert").filter({ hasText: "Esperado" });
    await expect(alert).toContainText("Veio");
    await expect(alert).toContainText(message);
    await expect(page.getByText("Nada foi lançado ainda.")).toBeVisible();
    await expect(page.getByRole("button", { name: /^(Conferir colunas|Ver prévia)/ })).toHaveAttribute(
      "aria-disabled",
      "true",
    );
  });
}

test("an empty file is refused at once", async ({ page }) => {
  await enter(page, "operacao");
  await send(page, plain("nada.csv", ""));
  await expect(page.getByRole("alert").filter({ hasText: "O arquivo está vazio." })).toBeVisible();
});

test("a connection that is cut goes on where it stopped", async ({ page }) => {
  await enter(page, "operacao");
  let cuts = 0;
  await page.route("**/api/uploads/**", (route) => {
    if (route.request().method() !== "PATCH" || cuts >= 2) return route.continue();
    cuts += 1;
    return route.abort("connectionreset");
  });
  await send(page, sample("operacoes-boa.csv"));
  await expect(page.getByRole("region", { name: "O que aconteceria" })).toBeVisible({ timeout: 30_000 });
  expect(cuts).toBe(2);
});

test("a file can be discarded before anything happens, and sent again", async ({ page }) => {
  await enter(page, "operacao");
  const file = sample("operacoes-boa.csv");
  await send(page, file);
  await expect(page.getByRole("region", { name: "O que aconteceria" })).toBeVisible({ timeout: 30_000 });
  await page.getByRole("button", { name: "Descartar", exact: true }).click();
  await page.getByRole("dialog").getByRole("button", { name: "Voltar" }).click();
  await expect(page.getByRole("region", { name: "O que aconteceria" })).toBeVisible();
  await page.getByRole("button", { name: "Descartar", exact: true }).click();
  await page.getByRole("dialog").getByRole("button", { name: "Descartar arquivo" }).click();
  await expect(page.getByText("Cancelado").first()).toBeVisible();
  await send(page, file);
  await expect(page.getByRole("region", { name: "O que aconteceria" })).toBeVisible({ timeout: 30_000 });
});

test("a file name with markup is shown as text", async ({ page }) => {
  await enter(page, "operacao");
  const name = `<img src=x onerror=alert(1)>${Date.now()}.csv`;
  page.on("dialog", () => expect("a dialog").toBe("never shown"));
  await send(page, { ...sample("operacoes-boa.csv"), name });
  await expect(page.getByRole("heading", { level: 1 })).toContainText(name);
  await page.goto("/arquivos");
  await expect(page.getByRole("link", { name }).first()).toBeVisible();
});
