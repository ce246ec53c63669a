import type { Command } from "./command";

export function helpOfAll(commands: readonly Command[]): string {
  const width = Math.max(...commands.map(({ words }) => words.length));
  return [
    "Uso: lastro <comando> [opções]",
    "",
    ...commands.map(({ words, summary }) => `  ${words.padEnd(width)}  ${summary}`),
    "",
    "  --json   resposta em JSON, em todos os comandos",
    "  --ajuda  as opções de um comando",
    "",
    "Dados na saída padrão, conversa na de erros. Termina com 0 se está tudo bem, 1 se achou algo errado,",
    "2 se não pôde rodar.",
  ].join("\n");
}

export function helpOf({ words, usage, summary }: Command): string {
  return `${summary}\n\nUso: lastro ${words}${usage ? ` ${usage}` : ""}\n\n  --json   resposta em JSON`;
}
