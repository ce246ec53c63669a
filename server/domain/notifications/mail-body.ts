import { escapeHtml } from "#server/kernel/escape-html";
import type { Mail } from "./deliver";

/** A mail of plain lines: as text, and as one paragraph each. */
export function mailOfLines(subject: string, lines: readonly string[]): Mail {
  return {
    subject: subject.replace(/[\r\n]/g, " "),
    text: `${lines.join("\n")}\n`,
    html: mailHtml(lines.map((line) => `<p>${escapeHtml(line)}</p>`).join("")),
  };
}

/** The page around the HTML of a mail's body. */
export function mailHtml(body: string): string {
  return `<!doctype html><html lang="pt-BR"><body style="font-family:system-ui,sans-serif;line-height:1.5">${body}</body></html>`;
}
