import { z } from "zod";

export const uploadKinds = ["operacoes"] as const;
export const uploadBytesMax = 2 * 1024 ** 3;

export const createUploadInput = z.strictObject({
  fileName: z.string().trim().min(1).max(255),
  kind: z.enum(uploadKinds),
  channel: z.enum(["tela", "rest", "cli"]),
  /** Fund of lines whose `fundo` column is empty or absent. */
  defaultFundId: z.uuid().nullish(),
});
export type CreateUploadInput = z.infer<typeof createUploadInput>;

export const uploadRef = z.strictObject({ uploadId: z.uuid() });
export type UploadRef = z.infer<typeof uploadRef>;
