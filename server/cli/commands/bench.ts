import { spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { type Command, type ExitCode, UsageError } from "../command";

export const benchCommand: Command = {
  words: "bench",
  usage: "[medidas…]",
  summary: "mede e imprime a tabela de desempenho",
  options: {},
  isPassedOn: true,
  async run(_session, _options, args) {
    const program = fileURLToPath(new URL("./bench.mjs", import.meta.url));
    if (!existsSync(program)) throw new UsageError("o bench ainda não foi compilado: rode npm run build");
    const child = spawn(process.execPath, ["--enable-source-maps", program, ...args], { stdio: "inherit" });
    const [code] = (await once(child, "exit")) as [number | null];
    return { exit: Math.min(code ?? 2, 2) as ExitCode, data: null, text: "" };
  },
};
