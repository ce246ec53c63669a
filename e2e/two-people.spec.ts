import { enter, expect, test } from "./fixtures";
import { confirm, expectPreview, mend, operations, send } from "./import-journey";

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
  browser,
  baseURL,
}) => {
  test.setTimeout(120_000);
  await enter(page, "operacao");
  await send(page, operations("a-dois.csv", 4, [2]));
  await expectPreview(page);
  const second = await browser.newContext({ baseURL });
  const other = await second.newPage();
  await enter(other, "gestor");
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
  await second.close();
});
