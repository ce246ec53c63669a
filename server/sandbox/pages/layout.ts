import { randomBytes } from "node:crypto";
import type { Exchange } from "../exchange";

export type Page = { readonly title: string; readonly body: string; readonly script?: string };

/** Writes a whole page; only its own script runs, and only the sandbox itself may frame or be asked. */
export function sendPage({ response }: Exchange, { title, body, script }: Page): void {
  const nonce = randomBytes(16).toString("base64");
  const html = `<!doctype html>
<html lang="pt-BR">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>${escapeHtml(title)} · Lastro, ambiente simulado</title>
<style nonce="${nonce}">${style}</style>
</head>
<body>
<header><strong>Lastro</strong> <span>ambiente simulado</span>
<nav aria-label="Principal"><a href="/">Falhas</a> <a href="/correio">Correio</a></nav></header>
<main>${body}</main>
${script ? `<script nonce="${nonce}">${script}</script>` : ""}
</body>
</html>`;
  response.writeHead(200, {
    "content-type": "text/html; charset=utf-8",
    "cache-control": "no-store",
    "content-security-policy": `default-src 'none'; style-src 'nonce-${nonce}'; script-src 'nonce-${nonce}'; connect-src 'self'; frame-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'`,
    "x-content-type-options": "nosniff",
  });
  response.end(html);
}

export function escapeHtml(text: string): string {
  return text.replace(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`);
}

/** An instant as a person in São Paulo reads it. */
export function localTime(instant: string): string {
  return new Intl.DateTimeFormat("pt-BR", {
    timeZone: "America/Sao_Paulo",
    dateStyle: "short",
    timeStyle: "medium",
  }).format(new Date(instant));
}

const style = `
:root { color-scheme: light dark; --back: light-dark(#f6f7f9, #14171c); --card: light-dark(#fff, #1c2027);
  --ink: light-dark(#1a1f29, #e8eaee); --soft: light-dark(#5b6472, #a3abb8); --line: light-dark(#dfe3e9, #313743);
  --accent: light-dark(#0b5c53, #5cc9ba); --bad: light-dark(#a3261d, #ff9d92); }
* { box-sizing: border-box; }
body { margin: 0; background: var(--back); color: var(--ink); font: 16px/1.5 system-ui, sans-serif; }
header { display: flex; flex-wrap: wrap; gap: .25rem .75rem; align-items: baseline; padding: .9rem 1rem; border-bottom: 1px solid var(--line); background: var(--card); }
header span { color: var(--soft); }
nav { margin-left: auto; display: flex; gap: 1rem; }
a { color: var(--accent); }
main { max-width: 68rem; margin: 0 auto; padding: 1rem; display: grid; gap: 1rem; }
main > * { min-width: 0; }
h1 { font-size: 1.35rem; margin: .25rem 0 0; }
h2 { font-size: 1.05rem; margin: 0 0 .5rem; }
p { margin: 0 0 .5rem; }
.soft { color: var(--soft); }
.bad { color: var(--bad); }
.card { background: var(--card); border: 1px solid var(--line); border-radius: .6rem; padding: 1rem; overflow-wrap: anywhere; }
.fields { display: grid; gap: .75rem; grid-template-columns: repeat(auto-fill, minmax(15rem, 1fr)); }
label { display: grid; gap: .2rem; align-content: end; }
output { margin-left: .6rem; }
label.check { display: flex; gap: .5rem; align-items: center; padding: .15rem 0; }
fieldset { border: 1px solid var(--line); border-radius: .6rem; margin: 0; padding: .5rem 1rem .75rem; min-width: 0; }
.checks { display: grid; grid-template-columns: repeat(auto-fill, minmax(15rem, 1fr)); gap: 0 1rem; }
input, select, button { font: inherit; color: inherit; }
input[type=number], select { padding: .45rem .6rem; border: 1px solid var(--line); border-radius: .4rem; background: var(--back); width: 100%; }
input[type=checkbox] { width: 1.1rem; height: 1.1rem; accent-color: var(--accent); }
button { padding: .55rem 1.1rem; border: 0; border-radius: .4rem; background: var(--accent); color: var(--card); cursor: pointer; font-weight: 600; }
:focus-visible { outline: 3px solid var(--accent); outline-offset: 2px; }
table { border-collapse: collapse; width: 100%; font-variant-numeric: tabular-nums; }
th, td { text-align: left; padding: .4rem .6rem .4rem 0; border-bottom: 1px solid var(--line); vertical-align: top; }
th { color: var(--soft); font-weight: 500; }
.wide { overflow-x: auto; }
.mails { list-style: none; margin: 0; padding: 0; }
.mails a { display: block; padding: .7rem .9rem; border-bottom: 1px solid var(--line); text-decoration: none; color: inherit; }
.mails a[aria-current] { background: var(--back); border-left: 4px solid var(--accent); }
.mails strong, .mails span { display: block; overflow-wrap: anywhere; }
.flush { padding: 0; overflow: hidden; }
iframe { width: 100%; height: 65vh; border: 1px solid var(--line); border-radius: .4rem; background: #fff; }
pre { white-space: pre-wrap; overflow-wrap: anywhere; margin: 0; }
dl { display: grid; grid-template-columns: auto 1fr; gap: .2rem .8rem; margin: 0 0 1rem; }
dt { color: var(--soft); } dd { margin: 0; }
@media (min-width: 56rem) { .two { display: grid; grid-template-columns: 22rem 1fr; gap: 1rem; align-items: start; } }
@media (max-width: 56rem) { .two { display: grid; gap: 1rem; } .two > * { min-width: 0; } .two > nav { max-height: 40vh; overflow-y: auto; } }
`;
