import { randomBytes } from "node:crypto";
import { createUser, disableUser, findUserActor } from "#server/domain/users/index";
import { type Role, roles } from "#server/kernel/capabilities";
import { DomainError } from "#server/kernel/errors";
import { type Command, optional, required, UsageError } from "../command";
import { readFundIds } from "../fund-list";

export const createUserCommand: Command = {
  words: "usuario criar",
  usage: `--email EMAIL --nome NOME --papel ${roles.join("|")} [--fundos todos|A,B] [--ate AAAA-MM-DD]`,
  summary: "cria uma pessoa com papel e fundos; a senha é sorteada e mostrada uma vez",
  options: {
    email: { type: "string" },
    nome: { type: "string" },
    papel: { type: "string" },
    fundos: { type: "string" },
    ate: { type: "string" },
  },
  async run({ ctx, say }, options) {
    const role = required(options, "papel") as Role;
    if (!roles.includes(role)) throw new UsageError(`--papel é um de ${roles.join(", ")}`);
    const until = optional(options, "ate");
    if (until && !/^\d{4}-\d{2}-\d{2}$/.test(until)) throw new UsageError("--ate é uma data AAAA-MM-DD");
    const given = optional(options, "fundos");
    const funds = given ? await readFundIds(ctx, given) : [];
    const [email, name] = [required(options, "email"), required(options, "nome")];
    const password = randomBytes(15).toString("base64url");
    const { userId } = await ctx.transaction((tx) =>
      createUser(tx, {
        email,
        name,
        password,
        role,
        seesAllFunds: funds === "all",
        fundIds: funds === "all" ? [] : funds,
        accessUntil: until ? new Date(`${until}T23:59:59-03:00`) : null,
      }),
    );
    say("guarde a senha agora: ela não será mostrada de novo");
    return {
      exit: 0,
      data: { id: userId, email, senha: password, papel: role },
      text: `${email} ${password}`,
    };
  },
};

export const disableUserCommand: Command = {
  words: "usuario desativar",
  usage: "--email EMAIL --motivo TEXTO",
  summary: "tira o acesso de uma pessoa, das suas sessões e dos seus tokens, na hora",
  options: { email: { type: "string" }, motivo: { type: "string" } },
  async run({ ctx }, options) {
    const email = required(options, "email");
    const reason = required(options, "motivo");
    const person = await ctx.transaction((tx) => findUserActor(tx, email));
    if (!person?.userId) throw new DomainError("user.not_found");
    const { userId } = person;
    await ctx.transaction((tx) => disableUser(tx, { userId, reason }));
    return { exit: 0, data: { id: userId, desativado: true }, text: `${email} desativado` };
  },
};
