import { enter, expect, open, test } from "./fixtures";
import { confirm, expectPreview, operations, send } from "./import-journey";
import { atHome, bringIn, fillSignIn } from "./people-journey";

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
