"use client";

import { parseAsString, parseAsStringLiteral, useQueryStates } from "nuqs";

export const rowTabs = ["rejeitadas", "repetidas", "validas"] as const;
export type RowTab = (typeof rowTabs)[number];

/** Which of a file's lines are shown, and with which problem: in the address. */
export function useRowFilter() {
  return useQueryStates({ linhas: parseAsStringLiteral(rowTabs), problema: parseAsString });
}
