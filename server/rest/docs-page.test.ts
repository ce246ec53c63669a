import { expect, test } from "vitest";
import { docsPage } from "./docs-page";
import { routes } from "./routes";

test("the page names every route and its right, and runs nothing but its own script", async () => {
  const page = docsPage(routes, "bm9uY2U=");
  const html = await page.text();
  for (const route of routes) {
    expect(html).toContain(`<code>${route.path}</code>`);
    expect(html).toContain(route.summary.replaceAll("'", "&#39;"));
    if (route.capability) expect(html).toContain(`<code>${route.capability}</code>`);
  }
  const policy = page.headers.get("content-security-policy") ?? "";
  expect(policy).toContain("default-src 'none'");
  expect(policy).not.toContain("unsafe-inline");
  expect(html.match(/<script/g)).toHaveLength(1);
  expect(html).not.toMatch(/ on\w+=| style=|javascript:/);
});
