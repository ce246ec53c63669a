import { z } from "zod";

export const viewScreens = ["operacoes", "arquivos", "revisao", "fundos", "auditoria"] as const;
export type ViewScreen = (typeof viewScreens)[number];

export const saveViewInput = z.strictObject({
  /** Made by the screen; one that is one's own already is changed. */
  viewId: z.uuid(),
  screen: z.enum(viewScreens),
  name: z.string().trim().min(1).max(60),
  /** The address's query, e.g. `status=pendente&ord=-valor`. */
  query: z
    .string()
    .max(2_000)
    .regex(/^[^\s?#<>]*$/),
  /** Whether everybody finds it, who still see through it no more than they may. */
  isShared: z.boolean().default(false),
});
export type SaveViewInput = z.input<typeof saveViewInput>;

export const viewRef = z.strictObject({ viewId: z.uuid() });
