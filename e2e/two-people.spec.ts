import type { Page } from "@playwright/test";
import { enter, expect, expectAccessibleInBothThemes, test } from "./fixtures";
import { confirm, expectPreview, joinedBy, mend, operations, send } from "./import-journey";

/** From an act of one person until another sees it; the promise is two seconds. */
async function expectSoon(what: string, act: () => Promise<unknown>, seen: () => Promise<unknown>) {
  await act();
  const at = Date.now();
  await seen();
  const tookMs = Date.now() - at;
  test.info().annotations.push({ type: "seen by the other", description: `${what}: ${tookMs} ms` });
  expect(tookMs, what).toBeLessThan(2_000);
}

test("two people at the same file see each other, and within two seconds what the other does", async ({
  page,
}) => {
  test.setTimeout(120_000);
  await enter(page, "operacao");
  await send(page, operations("a-dois.csv", 4, [2]));
  await expectPreview(page);
  const other = await joinedBy("gestor", page, "/arquivos");
  const address = page.url();
  const isLive = () => expect(other.getByText("ao vivo").first()).toBeVisible();
  const otherSees = (step: string) => () =>
    expect(other.getByText(new RegExp(`Otávio Operação .* está em ${step}`))).toBeVisible();
  await expectSoon(
    "the other comes",
    async () => {
      await other.goto(address);
      await isLive();
    },
    () => expect(page.getByText(/Gabriela Gestora .* está em Prévia/)).toBeVisible(),
  );
  await otherSees("Prévia")();
  const mending = page.getByRole("button", { name: "Corrigir a linha 4" });
  const rejected = (count: number) => other.getByRole("tab", { name: `Rejeitadas (${count})` });
  await expect(rejected(1)).toBeVisible();
  await expectSoon(
    "a line is mended",
    () => mend(page, mending),
    () => expect(other.getByText("31/02/2026")).toBeHidden(),
  );
  await expect(rejected(0)).toBeVisible();
  await expectSoon(
    "another step",
    async () => {
      await page.getByRole("link", { name: "Mudar as colunas" }).click();
      await expect(page).toHaveURL(/\/colunas$/);
    },
    otherSees("Colunas"),
  );
  await other.getByRole("link", { name: "Mudar as colunas" }).click();
  const city = (person: typeof page) => person.getByLabel("Campo do sistema para cidade");
  await expect(city(other)).toHaveValue("ignore");
  await isLive();
  await expectSoon(
    "a column",
    () => city(page).selectOption("assetClass"),
    () => expect(city(other)).toHaveValue("assetClass"),
  );
  await expectSoon(
    "a column, the other way round",
    () => city(other).selectOption("ignore"),
    () => expect(city(page)).toHaveValue("ignore"),
  );
  await page.getByRole("button", { name: "Ver prévia" }).click();
  await expectPreview(page);
  await confirm(page);
  await other.goto(page.url());
  await isLive();
  await expectSoon(
    "it is taken back",
    async () => {
      await other.getByRole("button", { name: "Desfazer importação" }).click();
      await other.getByRole("dialog").getByLabel("Motivo").fill("enviado para o fundo errado");
      await other.getByRole("button", { name: "Desfazer tudo" }).click();
      await expect(other.getByRole("dialog", { name: /^Desfazer a-dois/ })).toBeHidden();
    },
    () =>
      expect(
        page.getByRole("heading", { name: /^(Importação desfeita|Desfazendo a importação)$/ }),
      ).toBeVisible(),
  );
  await other.context().close();
});

/** Every choice of this person is with the server. */
async function expectKept(page: Page): Promise<void> {
  const held = () =>
    page.evaluate(() => Object.keys(localStorage).filter((key) => key.startsWith("lastro.leitura")));
  await expect.poll(held).toEqual([]);
}

test("of two people who choose the same thing, the later is shown what the other chose, and decides", async ({
  page,
}) => {
  await enter(page, "operacao");
  await send(page, operations("o-mesmo.csv", 3, [1]));
  await expectPreview(page);
  await page.getByRole("link", { name: "Mudar as colunas" }).click();
  await expect(page).toHaveURL(/\/colunas$/);
  const other = await joinedBy("gestor", page);
  const second = other.context();
  const field = (person: typeof page, name: string) => person.getByLabel(`Campo do sistema para ${name}`);
  await expect(field(other, "cidade")).toHaveValue("ignore");

  // What the second person sees stands still while the first one chooses.
  await second.setOffline(true);
  await field(other, "cidade").selectOption("settlementOn");
  await expect(other.getByText("a escolha está guardada neste navegador")).toBeVisible();
  await field(page, "cidade").selectOption("assetClass");
  await expect(field(page, "cidade")).toHaveValue("assetClass");
  await expectKept(page);
  await second.setOffline(false);
  const conflict = other.getByRole("note").filter({ hasText: "Alterado por Otávio Operação" });
  await expect(conflict).toContainText("Campo do sistema para cidade");
  await expect(conflict.getByRole("deletion")).toContainText("Data de liquidação");
  await expect(conflict.getByRole("insertion")).toContainText("Classe do ativo");
  await expect(field(page, "cidade")).toHaveValue("assetClass");
  await expectAccessibleInBothThemes(other, "two choices of the same");
  await other.reload();
  await expect(conflict).toBeVisible();
  await conflict.getByRole("button", { name: "Reaplicar a minha" }).click();
  await expect(conflict).toBeHidden();
  await expect(field(page, "cidade")).toHaveValue("settlementOn");

  // Different things go together without a question.
  await second.setOffline(true);
  await field(other, "cidade").selectOption("ignore");
  await field(page, "pu_informado").selectOption("ignore");
  await expectKept(page);
  await second.setOffline(false);
  for (const person of [page, other]) {
    await expect(field(person, "cidade")).toHaveValue("ignore");
    await expect(field(person, "pu_informado")).toHaveValue("ignore");
  }
  await expect(conflict).toBeHidden();
  await second.close();
});
