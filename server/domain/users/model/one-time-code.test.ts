import { Secret } from "otpauth";
import { expect, test } from "vitest";
import { findStep, newRecoveryCode, newTotpSecret, readCode, totpAddress, totpCode } from "./one-time-code";

test("the codes are those of RFC 6238, appendix B", () => {
  const secret = Secret.fromLatin1("12345678901234567890").base32;
  const vectors: [number, string][] = [
    [59, "287082"],
    [1111111109, "081804"],
    [1111111111, "050471"],
    [1234567890, "005924"],
    [2000000000, "279037"],
  ];
  for (const [second, code] of vectors) expect(totpCode(secret, new Date(second * 1000))).toBe(code);
});

test("a code of one step before or after is known by its step, and no other is", () => {
  const secret = newTotpSecret();
  const at = new Date("2026-11-23T12:00:10Z");
  const step = BigInt(at.getTime() / 30_000 - ((at.getTime() / 30_000) % 1));
  for (const drift of [-1, 0, 1]) {
    const code = totpCode(secret, new Date(at.getTime() + drift * 30_000));
    expect(findStep(secret, code, at)).toBe(step + BigInt(drift));
  }
  expect(findStep(secret, totpCode(secret, new Date(at.getTime() - 90_000)), at)).toBeNull();
});

test("a code is read however it was typed or pasted", () => {
  expect(readCode(" 123 456 ")).toEqual({ kind: "totp", code: "123456" });
  const recovery = newRecoveryCode();
  expect(recovery).toMatch(/^[a-z2-7]{4}(-[a-z2-7]{4}){3}$/);
  expect(readCode(recovery.toUpperCase())).toEqual({ kind: "recovery", code: recovery.replaceAll("-", "") });
  for (const none of ["", "12345", "1234567", "abc"]) expect(readCode(none)).toBeNull();
});

test("the QR code names the product and the person", () => {
  expect(totpAddress("JBSWY3DPEHPK3PXP", "ana@fundo.example")).toBe(
    "otpauth://totp/Lastro:ana%40fundo.example?issuer=Lastro&secret=JBSWY3DPEHPK3PXP&algorithm=SHA1&digits=6&period=30",
  );
});
