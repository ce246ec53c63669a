import { escapeHtml } from "#server/kernel/escape-html";
import { docsScript, docsStyle } from "./docs-assets";
import { describeApi } from "./open-api";
import type { Route } from "./route";
import { basePath } from "./routing";

type Described = {
  summary: string;
  description?: string;
  "x-direito"?: string;
  parameters: {
    name: string;
    in: string;
    required: boolean;
    description?: string;
    schema: Record<string, unknown>;
  }[];
  requestBody?: {
    content: Record<string, { schema: { properties?: Record<string, Property>; required?: string[] } }>;
  };
  responses: Record<string, { description: string }>;
};
type Property = { description?: string; format?: string; default?: unknown };
type Field = { name: string; in: string; isRequired: boolean; description: string; isFile: boolean };

/**
 * The page about the API: every operation with its right, what it takes and answers, and a form to try it.
 * Rendered from the same description as `openapi.json`; works under a policy that allows only itself.
 */
export function docsPage(routes: readonly Route[], nonce: string): Response {
  const api = describeApi(routes) as {
    info: { description: string };
    paths: Record<string, Record<string, Described>>;
  };
  const operations = Object.entries(api.paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, described]) => operationHtml(method, path, described)),
  );
  const html = `<!doctype html>
<html lang="pt-BR">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>API · Lastro</title>
<style nonce="${nonce}">${docsStyle}</style>
</head>
<body>
<main>
<h1>API do Lastro</h1>
<p>${proseHtml(api.info.description)}</p>
<p><a href="${basePath}/openapi.json">openapi.json</a></p>
<p><label>Token <input id="token" type="password" autocomplete="off" spellcheck="false"></label>
<small>Criado com <code>npx lastro token criar</code>. Fica só nesta página.</small></p>
${operations.join("\n")}
</main>
<script nonce="${nonce}">${docsScript}</script>
</body>
</html>`;
  return new Response(html, {
    headers: {
      "content-type": "text/html; charset=utf-8",
      "cache-control": "no-store",
      "content-security-policy": policy(nonce),
      "x-content-type-options": "nosniff",
    },
  });
}

function policy(nonce: string): string {
  return [
    "default-src 'none'",
    `style-src 'nonce-${nonce}'`,
    `script-src 'nonce-${nonce}'`,
    "connect-src 'self'",
    "form-action 'none'",
    "base-uri 'none'",
    "frame-ancestors 'none'",
  ].join("; ");
}

function operationHtml(method: string, path: string, described: Described): string {
  const fields = fieldsOf(described);
  const right = described["x-direito"];
  const responses = Object.entries(described.responses).map(
    ([status, { description }]) => `<dt>${status}</dt><dd>${proseHtml(description)}</dd>`,
  );
  const mediaType = Object.keys(described.requestBody?.content ?? {})[0] ?? "";
  return `<details>
<summary><b class="${method}">${method.toUpperCase()}</b> <code>${escapeHtml(path)}</code> ${escapeHtml(described.summary)}</summary>
${described.description ? `<p>${proseHtml(described.description)}</p>` : ""}
<p>${right ? `Direito: <code>${escapeHtml(right)}</code>` : "Aberto: não pede token."}</p>
<form data-method="${method.toUpperCase()}" data-path="${escapeHtml(basePath + path)}" data-body="${mediaType}">
${fields.map(fieldHtml).join("\n")}
<button>Experimentar</button>
</form>
<pre hidden tabindex="0" aria-live="polite"></pre>
<dl>${responses.join("")}</dl>
</details>`;
}

function fieldsOf({ parameters, requestBody }: Described): Field[] {
  const given = parameters.map(({ name, in: place, required, description }) => ({
    name,
    in: place,
    isRequired: required,
    description: description ?? "",
    isFile: false,
  }));
  const schema = Object.values(requestBody?.content ?? {})[0]?.schema;
  const inBody = Object.entries(schema?.properties ?? {}).map(([name, property]) => ({
    name,
    in: "body",
    isRequired: schema?.required?.includes(name) === true && property.default === undefined,
    description: property.description ?? "",
    isFile: property.format === "binary",
  }));
  return [...given, ...inBody];
}

function fieldHtml({ name, in: place, isRequired, description, isFile }: Field): string {
  const type = isFile ? "file" : "text";
  const input = `<input name="${escapeHtml(name)}" data-in="${place}" type="${type}"${isRequired ? " required" : ""}>`;
  return `<label>${escapeHtml(name)}${isRequired ? " *" : ""} ${input} <small>${proseHtml(description)}</small></label>`;
}

/** Descriptions quote code between backticks. */
function proseHtml(text: string): string {
  return escapeHtml(text).replace(/`([^`]+)`/g, "<code>$1</code>");
}
