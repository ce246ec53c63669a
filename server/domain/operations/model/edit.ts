import { isDay } from "#server/kernel/business-day";
import { parseDecimal } from "#server/kernel/decimal";

/** What a person may change of an operation that waits for them. */
export const editableFields = ["quantity", "rate", "informedUnitPrice", "assetRef", "operationOn"] as const;
export type EditableField = (typeof editableFields)[number];

const isPositive = (text: string) => parseDecimal(text, 8) !== null && /[1-9]/.test(text);
const rules: Record<EditableField, (text: string) => boolean> = {
  quantity: isPositive,
  rate: (text) => parseDecimal(text)?.startsWith("0") ?? false,
  informedUnitPrice: isPositive,
  assetRef: (text) => text.length <= 64 && text.trim() === text && text !== "",
  operationOn: isDay,
};

/** Whether the field may hold the value: exact decimals with a point, days `YYYY-MM-DD`; null leaves the price to the source. */
export function mayStand(field: EditableField, value: string | null): boolean {
  return value === null ? field === "informedUnitPrice" : rules[field](value);
}

type OperationChange = Partial<Record<Exclude<EditableField, "informedUnitPrice">, string>> & {
  informedUnitPrice?: string | null;
};

/** New values of an operation; what is absent stays. Null when one is none that may stand, or there are none. */
export function readChange(change: Readonly<Record<string, string | null>> | null): OperationChange | null {
  const fields = Object.entries(change ?? {});
  const isField = (name: string): name is EditableField =>
    (editableFields as readonly string[]).includes(name);
  const isRead = fields.length > 0 && fields.every(([name, value]) => isField(name) && mayStand(name, value));
  return isRead ? (change as OperationChange) : null;
}
