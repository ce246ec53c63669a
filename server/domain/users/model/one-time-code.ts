import { Secret, TOTP } from "otpauth";

export const stepS = 30;

/** RFC 6238 as every authenticator application speaks it: SHA-1, six digits, 30 seconds. */
function totpOf(secret: string, account = "", issuer = "Lastro"): TOTP {
  return new TOTP({
    issuer,
    label: account,
    algorithm: "SHA1",
    digits: 6,
    period: stepS,
    secret: Secret.fromBase32(secret),
  });
}

/** 160 random bits in base32. */
export function newTotpSecret(): string {
  return new Secret({ size: 20 }).base32;
}

/** What the QR code says. */
export function totpAddress(secret: string, account: string): string {
  return totpOf(secret, account).toString();
}

export function totpCode(secret: string, at: Date): string {
  return totpOf(secret).generate({ timestamp: at.getTime() });
}

/** The 30-second step whose code this is, one step of drift either way; null: none. */
export function findStep(secret: string, code: string, at: Date): bigint | null {
  const delta = totpOf(secret).validate({ token: code, timestamp: at.getTime(), window: 1 });
  return delta === null ? null : BigInt(Math.floor(at.getTime() / 1000 / stepS) + delta);
}

/** What a person typed or pasted, as a code of the application or one for recovery; null: neither. */
export function readCode(text: string): { kind: "totp" | "recovery"; code: string } | null {
  const plain = text.replace(/[\s.-]/g, "").toLowerCase();
  if (/^\d{6}$/.test(plain)) return { kind: "totp", code: plain };
  return /^[a-z2-7]{16}$/.test(plain) ? { kind: "recovery", code: plain } : null;
}

/** 80 random bits in base32 as four groups of four. */
export function newRecoveryCode(): string {
  return new Secret({ size: 10 }).base32.toLowerCase().replace(/(.{4})(?=.)/g, "$1-");
}
