import { createPublicKey, verify } from "node:crypto";
import { appendFileSync, mkdtempSync, readFileSync, rmSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { openWitness } from "./index";

let folder: string;
let keyFile: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "lastro-witness-"));
  keyFile = join(folder, "auditoria", "chave.pem");
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const noteOf = (size: number) =>
  `lastro/auditoria\n${size}\n${"A".repeat(43)}=\n\n— lastro ${"B".repeat(92)}\n`;

test("the key is made once, read by its owner alone, and signs what its public half verifies", () => {
  const { signer } = openWitness(keyFile);
  expect(statSync(keyFile).mode & 0o777).toBe(0o600);
  expect(openWitness(keyFile).signer.publicKey).toEqual(signer.publicKey);
  const der = Buffer.concat([Buffer.from("302a300506032b6570032100", "hex"), signer.publicKey]);
  const key = createPublicKey({ key: der, format: "der", type: "spki" });
  expect(verify(null, Buffer.from("algo"), key, signer.sign(Buffer.from("algo")))).toBe(true);
});

test("the newest published note is found among many, and beyond one that a power cut left unfinished", async () => {
  const witness = openWitness(keyFile);
  expect(await witness.lastNote()).toBeNull();
  for (let size = 1; size <= 60; size++) {
    await witness.publish(noteOf(size));
    expect(await witness.lastNote()).toBe(noteOf(size));
  }
  const file = join(folder, "auditoria", "checkpoints.txt");
  appendFileSync(file, noteOf(61).slice(0, -40));
  expect(await witness.lastNote()).toBe(noteOf(60));
  expect(readFileSync(file, "utf8").split("\n\n— ")).toHaveLength(62);
});
