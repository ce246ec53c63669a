import { parseArgs } from "node:util";
import { z } from "zod";
import { createCtx, systemActor } from "#server/infra/context";
import { createLog } from "#server/infra/logger";
import { openRuntime } from "#server/infra/runtime";
import { errorTexts } from "#server/kernel/error-texts";
import { asDomainError } from "#server/kernel/errors";
import { type Answer, type Command, type ExitCode, UsageError } from "./command";
import { commands } from "./commands";
import { helpOf, helpOfAll } from "./help";

/** The `lastro` command: data on stdout, talk on stderr, the outcome in the exit code. */
async function main(argv: readonly string[]): Promise<ExitCode> {
  const command = findCommand(argv);
  const wantsHelp =
    argv.length === 0 ||
    argv[0] === "ajuda" ||
    argv.includes("--ajuda") ||
    argv.includes("--help") ||
    argv.includes("-h");
  if (wantsHelp) {
    await write(process.stdout, `${command ? helpOf(command) : helpOfAll(commands)}\n`);
    return 0;
  }
  const isJson = argv.includes("--json");
  try {
    if (!command) throw new UsageError(`comando desconhecido: ${argv.join(" ")}`);
    const answer = await run(command, argv.slice(command.words.split(" ").length));
    if (command.isPassedOn) return answer.exit;
    await write(
      process.stdout,
      isJson ? `${JSON.stringify(answer.data)}\n` : answer.text === "" ? "" : `${answer.text}\n`,
    );
    return answer.exit;
  } catch (error) {
    const failure = failureOf(error);
    if (isJson) await write(process.stdout, `${JSON.stringify({ erro: failure })}\n`);
    await write(process.stderr, `lastro: ${[failure.mensagem, failure.acao].filter(Boolean).join(" ")}\n`);
    if (failure.codigo === "uso" && command) await write(process.stderr, `\n${helpOf(command)}\n`);
    else if (failure.codigo === "uso") await write(process.stderr, "Veja os comandos com: lastro ajuda\n");
    return 2;
  }
}

function findCommand(argv: readonly string[]): Command | undefined {
  return commands.find(({ words }) => words.split(" ").every((word, i) => argv[i] === word));
}

async function run(command: Command, args: readonly string[]): Promise<Answer> {
  const { values, positionals } = parse(command, args);
  const { env, runtime, close } = openRuntime("cli");
  const quiet = { ...runtime, log: createLog("cli", "error", process.stderr) };
  try {
    const ctx = createCtx(quiet, systemActor("cli"));
    const say = (text: string) => void process.stderr.write(`${text}\n`);
    return await command.run({ env, runtime: quiet, ctx, say }, values, positionals);
  } finally {
    await close().catch(() => undefined);
  }
}

function parse(command: Command, args: readonly string[]) {
  if (command.isPassedOn) return { values: {}, positionals: [...args] };
  try {
    const options = { ...command.options, json: { type: "boolean" as const } };
    return parseArgs({ args: [...args], options, allowPositionals: true, strict: true }) as {
      values: Record<string, string | boolean | undefined>;
      positionals: string[];
    };
  } catch (error) {
    const { message } = error as Error;
    throw new UsageError(
      /Unknown option '([^']+)'/.exec(message)?.[1]?.concat(" não é uma opção deste comando") ??
        `argumentos inválidos (${message})`,
    );
  }
}

type Failure = { codigo: string; mensagem: string; acao?: string; dados?: Readonly<Record<string, unknown>> };

function failureOf(error: unknown): Failure {
  if (error instanceof UsageError) return { codigo: "uso", mensagem: error.message };
  if (error instanceof z.ZodError) {
    const problems = error.issues.map((issue) => `${issue.path.join(".")}: ${issue.message}`);
    return { codigo: "input.invalid", mensagem: `Há campos inválidos: ${problems.join("; ")}.` };
  }
  if (error instanceof Error && error.message.startsWith("Ambiente inválido"))
    return { codigo: "ambiente", mensagem: error.message };
  const known = asDomainError(error);
  const { message, action } = errorTexts[known.code];
  const isOurs = known.kind !== "unexpected" && known.kind !== "unavailable";
  const cause = known.kind === "unexpected" && error instanceof Error ? ` (${error.message})` : "";
  return {
    codigo: known.code,
    mensagem: message + cause,
    acao: action,
    ...(isOurs ? { dados: known.details } : {}),
  };
}

/** Resolves when the text is handed over: a pipe that reads slowly loses nothing at exit. */
function write(stream: NodeJS.WriteStream, text: string): Promise<void> {
  return text === "" ? Promise.resolve() : new Promise((resolve) => stream.write(text, () => resolve()));
}

z.config(z.locales.pt());
process.stdout.on("error", () => process.exit(0));
process.exit(await main(process.argv.slice(2)));
