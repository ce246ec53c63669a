import { createLoader, parseAsStringLiteral } from "nuqs/server";

/** Periods as the address names them, in days that end today. */
export const daysOf = { hoje: 1, semana: 7, mes: 30 } as const;
export const periodKeys = ["hoje", "semana", "mes"] as const;
export const teamParsers = { periodo: parseAsStringLiteral(periodKeys).withDefault("semana") };
export const loadTeam = createLoader(teamParsers);
