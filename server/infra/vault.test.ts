import { expect, test } from "vitest";
import { createVault } from "./vault";

const vault = createVault("um segredo de teste com mais de 32 letras");

test("what is sealed comes back, and never looks the same twice", () => {
  const [one, two] = [vault.seal("JBSWY3DP", "totp:a"), vault.seal("JBSWY3DP", "totp:a")];
  expect(vault.open(one, "totp:a")).toBe("JBSWY3DP");
  expect(Buffer.from(one).equals(Buffer.from(two))).toBe(false);
  expect(Buffer.from(one).includes("JBSWY3DP")).toBe(false);
});

test("another person's, another key's or a damaged one opens nothing", () => {
  const sealed = vault.seal("JBSWY3DP", "totp:a");
  expect(vault.open(sealed, "totp:b")).toBeNull();
  expect(createVault("outro segredo de teste com mais de 32").open(sealed, "totp:a")).toBeNull();
  const damaged = Buffer.from(sealed);
  damaged[damaged.length - 1]! ^= 1;
  expect(vault.open(damaged, "totp:a")).toBeNull();
  expect(vault.open(Buffer.alloc(5), "totp:a")).toBeNull();
});
