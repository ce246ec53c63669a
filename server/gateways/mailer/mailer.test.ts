import type { AddressInfo } from "node:net";
import { createServer, type Server, type Socket } from "node:net";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { type Sandbox, startSandbox } from "#server/sandbox/server";
import { createMailer } from "./index";

let sandbox: Sandbox;
beforeAll(async () => {
  sandbox = await startSandbox();
});
afterAll(() => sandbox.close());
beforeEach(() => {
  sandbox.control.smtp.clear();
  sandbox.control.smtp.set({ failureRate: 0, kind: "refuse" });
});

const from = "Lastro <nao-responda@lastro.localhost>";
const mail = {
  messageId: "<0192-report@lastro.localhost>",
  to: "gestora@fundo.example",
  subject: "Relatório: 10.000 operações",
  text: "Olá,\n.\nfim",
  html: "<p>Olá</p>",
};
const mailer = (url = sandbox.smtpUrl) => createMailer({ url, from, timeoutMs: 2_000 });

describe("a mail", () => {
  test("arrives with the message id of its sender", async () => {
    await mailer().send(mail);
    expect(sandbox.control.smtp.mails()).toMatchObject([
      {
        from: "nao-responda@lastro.localhost",
        to: ["gestora@fundo.example"],
        subject: "Relatório: 10.000 operações",
        messageId: "<0192-report@lastro.localhost>",
        isReplied: true,
      },
    ]);
  });

  test.each([
    '"e@attacker.example"@victim.example',
    "a@b.example\r\nBcc: x@y.example",
    "a@b.example, c@d.example",
    "sem-arroba",
  ])("to %j is never sent", async (to) => {
    await expect(mailer().send({ ...mail, to })).rejects.toMatchObject({ code: "input.invalid" });
    expect(sandbox.control.smtp.mails()).toEqual([]);
  });

  test("with a line break in its subject has no header more", async () => {
    await mailer().send({ ...mail, subject: "Oi\r\nBcc: outro@fundo.example" });
    const [received] = sandbox.control.smtp.mails();
    const source = sandbox.control.smtp.source(received!.seq)!.toString();
    expect(source).not.toMatch(/^bcc:/im);
    expect(received!.to).toEqual([mail.to]);
  });
});

describe("a failure", () => {
  test("before the data is surely not sent and passes", async () => {
    sandbox.control.smtp.set({ failureRate: 1, kind: "refuse" });
    await expect(mailer().send(mail)).rejects.toMatchObject({
      code: "mail.not_sent",
      details: { smtpCode: 451, isPermanent: false },
    });
  });

  test("told after the data is surely not sent", async () => {
    sandbox.control.smtp.set({ failureRate: 1, kind: "reject" });
    await expect(mailer().send(mail)).rejects.toMatchObject({
      code: "mail.not_sent",
      details: { smtpCode: 550, isPermanent: true },
    });
  });

  test("after the last byte and before the reply is unknown, and the mail may have arrived", async () => {
    sandbox.control.smtp.set({ failureRate: 1, kind: "drop" });
    await expect(mailer().send(mail)).rejects.toMatchObject({ code: "mail.unknown", kind: "conflict" });
    expect(sandbox.control.smtp.mails()).toMatchObject([{ isReplied: false }]);
  });

  test("to connect is surely not sent", async () => {
    const gone = await startSandbox();
    await gone.close();
    await expect(mailer(gone.smtpUrl).send(mail)).rejects.toMatchObject({ code: "mail.not_sent" });
  });

  test("of a server that is silent after DATA, or in the middle of the envelope, ends in time and is told apart", async () => {
    const afterData = await scripted(["250 ok", "250 ok", "250 ok", "354 go"]);
    const beforeData = await scripted(["250 ok", "250 ok", "250 ok"]);
    const send = (server: Scripted) => createMailer({ url: server.url, from, timeoutMs: 200 }).send(mail);
    await expect(send(afterData)).rejects.toMatchObject({ code: "mail.unknown" });
    await expect(send(beforeData)).rejects.toMatchObject({ code: "mail.not_sent" });
    afterData.close();
    beforeData.close();
  });
});

type Scripted = { url: string; close(): void };

/** A server that gives one reply a command and then says nothing more. */
async function scripted(replies: readonly string[]): Promise<Scripted> {
  const sockets = new Set<Socket>();
  const server: Server = createServer((socket) => {
    const left = [...replies];
    sockets.add(socket);
    socket.on("error", () => undefined);
    socket.write("220 test\r\n");
    socket.on("data", (data) => {
      for (const _line of data.toString().split("\r\n").filter(Boolean)) {
        const reply = left.shift();
        if (reply) socket.write(`${reply}\r\n`);
      }
    });
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const close = () => {
    for (const socket of sockets) socket.destroy();
    server.close();
  };
  return { url: `smtp://127.0.0.1:${(server.address() as AddressInfo).port}`, close };
}
