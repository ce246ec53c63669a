import { describe, expect, test } from "vitest";
import { findPasswordProblem } from "./password-rules";

const person = { email: "gabriela.souza@gestora-alfa.com.br", name: "Gabriela Nogueira" };
const problem = (password: string) => findPasswordProblem(password, person);

describe("a password", () => {
  test("of a few unusual words, of any script, with or without figures, is taken", () => {
    for (const good of [
      "cavalo correto bateria grampo",
      "trovoada-quieta-azulejo",
      "xK9#mQ2$vL7!pR4",
      "Nunca mais chove em agosto aqui",
      "пароль из слов тихий дом",
      "guarda-chuva de 1987 na estante",
    ])
      expect(problem(good), good).toBeNull();
  });

  test("is 12 to 128 characters, and nothing is asked of their kinds", () => {
    expect(problem("curta demais".slice(0, 11))).toBe("short");
    expect(problem("á".repeat(11))).toBe("short");
    expect(problem("tr0v".repeat(33))).toBe("long");
  });

  test("holds neither the name nor the address, however written", () => {
    for (const own of [
      "gabriela-trovoada-9",
      "xx NOGUÉIRA xx trovão",
      "trovoada.souza.quieta",
      "gestora-alfa trovoada",
    ])
      expect(problem(own), own).toBe("personal");
  });

  test("is none of those that are tried first", () => {
    for (const weak of [
      "senha1234567",
      "Senha@123456",
      "s3nh4s3gur4!!",
      "password12345",
      "P@ssw0rd2026!",
      "123456789012",
      "098765432109",
      "qwertyuiop12",
      "1q2w3e4r5t6y",
      "aaaaaaaaaaaa",
      "abcabcabcabc",
      "121212121212",
      "abcdefghijkl",
      "Flamengo2026!",
      "admin-senha-2026",
      "Mudar@1234567",
      "deusefiel2026",
      "lastro202612",
      "fundofundo2026",
    ])
      expect(problem(weak), weak).toBe("frequent");
  });
});
