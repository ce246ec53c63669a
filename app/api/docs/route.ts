import { randomBytes } from "node:crypto";
import { docsPage } from "#server/rest/docs-page";
import { routes } from "#server/rest/routes";

export const dynamic = "force-dynamic";

export function GET(): Response {
  return docsPage(routes, randomBytes(18).toString("base64"));
}
