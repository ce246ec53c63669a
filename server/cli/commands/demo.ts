import type { Command } from "../command";
import { clearDemo, refuseForeignDatabase } from "../demo/clear";
import { loadDemo } from "../demo/load";

export const loadDemoCommand: Command = {
  words: "demo carregar",
  usage: "",
  summary:
    "carrega a demonstração pelo caminho real (worker e sandbox rodando); recusa um banco com outros dados",
  options: {},
  async run(session) {
    await refuseForeignDatabase(session.ctx);
    const report = await loadDemo(session);
    const people = report.users.map(({ email, password, role }) => `${email}  ${password}  ${role}`);
    return { exit: 0, data: report, text: people.join("\n") };
  },
};

export const clearDemoCommand: Command = {
  words: "demo limpar",
  usage: "",
  summary: "esvazia o banco da demonstração; recusa qualquer outro",
  options: {},
  async run(session) {
    const data = await clearDemo(session);
    return { exit: 0, data, text: `${data.tabelas} tabelas e ${data.arquivos} arquivos apagados` };
  },
};
