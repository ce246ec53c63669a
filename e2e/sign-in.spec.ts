import { expect, signIn, signOut, test } from "./fixtures";

test("a wrong password says so and keeps the person at the field", async ({ page }) => {
  await page.goto("/entrar");
  await page.getByLabel("E-mail").fill("ninguem@lastro.localhost");
  await page.getByLabel("Senha").fill("uma senha qualquer");
  await page.getByRole("button", { name: "Entrar" }).click();
  await expect(page.getByRole("alert").filter({ hasText: "E-mail ou senha não conferem." })).toBeVisible();
  await expect(page.getByLabel("Senha")).toBeFocused();
});

test("a link opened while signed out is reached after signing in", async ({ page }) => {
  await signIn(page, "auditor", "/operacoes?status=executada");
  await expect(page).toHaveURL(/\/operacoes\?status=executada$/);
});

for (const target of ["//exemplo.test/x", "https://exemplo.test", "/\\exemplo.test", "javascript:alert(1)"]) {
  test(`the way back never leaves this site (${target})`, async ({ page, baseURL }) => {
    await signIn(page, "auditor", `/entrar?voltar=${encodeURIComponent(target)}`);
    expect(new URL(page.url()).origin).toBe(new URL(baseURL!).origin);
    await expect(page.getByRole("heading", { name: "Painel", level: 1 })).toBeVisible();
  });
}

test("signing out bites at once: a copy of the cookie opens nothing", async ({ page, browser, baseURL }) => {
  await signIn(page, "operacao");
  const copy = await browser.newContext({ storageState: await page.context().storageState(), baseURL });
  const thief = await copy.newPage();
  await thief.goto("/operacoes");
  await expect(thief.getByRole("heading", { name: "Operações", level: 1 })).toBeVisible();
  await signOut(page);
  await thief.goto("/operacoes");
  await expect(thief.getByRole("heading", { name: "Entrar" })).toBeVisible();
  const answer = await thief.request.get("/api/trpc/session.me", { headers: { "x-lastro": "1" } });
  expect(answer.status()).toBe(401);
  await copy.close();
});

test("each sign-in has a session of its own", async ({ page, browser, baseURL }) => {
  await signIn(page, "auditor");
  const second = await browser.newContext({ baseURL });
  const other = await second.newPage();
  await signIn(other, "auditor");
  await signOut(other);
  await page.goto("/fundos");
  await expect(page.getByRole("heading", { name: "Fundos", level: 1 })).toBeVisible();
  await second.close();
});

test("what a role may not do is absent, and its address says which right is missing", async ({ page }) => {
  await signIn(page, "auditor");
  await expect(page.getByRole("link", { name: "Enviar arquivo" })).toHaveCount(0);
  const response = await page.goto("/arquivos/enviar");
  expect(response?.status()).toBe(403);
  await expect(page.getByText("import:create")).toBeVisible();
});

test("a page that does not exist, or is not one's own, is our own page with 404", async ({ page }) => {
  await signIn(page, "gestor");
  for (const path of [
    "/nada",
    "/arquivos/01a20000-0000-7000-8000-000000000000",
    "/operacoes/x",
    "/fundos/NAO-EXISTE",
  ]) {
    const response = await page.goto(path);
    expect(response?.status(), path).toBe(404);
    await expect(page.getByText("Página não encontrada").last()).toBeVisible();
  }
});

test("every answer carries the headers that protect it", async ({ request }) => {
  for (const path of ["/entrar", "/nada", "/", "/api/trpc/session.me", "/api/health", "/api/uploads"]) {
    const response = await request.get(path, { maxRedirects: 0 });
    const headers = response.headers();
    expect(headers["x-content-type-options"], path).toBe("nosniff");
    expect(headers["referrer-policy"], path).toBe("same-origin");
    expect(headers["cross-origin-opener-policy"], path).toBe("same-origin");
    expect(headers["content-security-policy"], path).toContain("frame-ancestors 'none'");
    expect(headers["cache-control"], path).toContain("no-store");
    expect(headers["x-powered-by"], path).toBeUndefined();
    if (!path.startsWith("/api"))
      expect(headers["content-security-policy"], path).toMatch(/script-src [^;]*'nonce-/);
  }
});

test("a request that our own page did not make changes nothing", async ({ page, request, baseURL }) => {
  await signIn(page, "operacao");
  const cookie = (await page.context().cookies()).map(({ name, value }) => `${name}=${value}`).join("; ");
  const good = { cookie, "content-type": "application/json", "x-lastro": "1" };
  const body = JSON.stringify({ uploadId: "01a20000-0000-7000-8000-000000000000" });
  const ask = (headers: Record<string, string>) =>
    request.post("/api/trpc/imports.confirm", { headers, data: body });
  expect((await ask(good)).status()).toBe(404);
  expect((await ask({ ...good, "content-type": "text/plain" })).status()).toBe(403);
  expect((await ask({ cookie, "content-type": "application/json" })).status()).toBe(403);
  expect((await ask({ ...good, origin: "https://exemplo.test" })).status()).toBe(403);
  expect((await ask({ ...good, "sec-fetch-site": "cross-site" })).status()).toBe(403);
  const form = await request.post("/api/auth/signout", {
    headers: { cookie, origin: "https://exemplo.test" },
    form: { csrfToken: "x" },
  });
  expect(form.status()).toBe(403);
  const upload = await request.post("/api/uploads", {
    headers: { cookie, "tus-resumable": "1.0.0", "upload-length": "1", "sec-fetch-site": "cross-site" },
  });
  expect(upload.status()).toBe(403);
  const get = await request.get(`/api/trpc/imports.confirm?input=${encodeURIComponent(body)}`, {
    headers: good,
  });
  expect(get.status(), `${baseURL}: a change by GET`).toBeGreaterThanOrEqual(400);
});
