import { z } from "zod";
import { parseDecimal } from "#server/kernel/decimal";

const decimal = (integerDigits: number, decimals: number) =>
  z
    .string()
    .max(40)
    .refine((text) => {
      const parsed = parseDecimal(text, decimals);
      return (
        parsed !== null && !parsed.startsWith("-") && (parsed.split(".")[0] ?? "").length <= integerDigits
      );
    });
const positive = (integerDigits: number, decimals: number) =>
  decimal(integerDigits, decimals).refine((text) => /[1-9]/.test(text));

/** New values of an operation, exact decimals with a point; what is absent stays. */
export const operationChange = z
  .strictObject({
    quantity: positive(15, 8).optional(),
    rate: decimal(1, 12)
      .refine((text) => text.startsWith("0"))
      .optional(),
    assetRef: z.string().trim().min(1).max(64).optional(),
    operationOn: z.iso.date().optional(),
    informedUnitPrice: positive(15, 8).nullable().optional(),
  })
  .refine((change) => Object.keys(change).length > 0);
