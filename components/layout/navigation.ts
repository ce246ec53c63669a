import type { Capability } from "#server/kernel/capabilities";

export type NavigationItem = {
  key: "home" | "review" | "funds" | "operations" | "files" | "send" | "notifications" | "audit" | "users";
  href: string;
  /** Pressed one after the other they go there, from any page. */
  keys: string;
  /** Without this right the item is absent; the page itself refuses too. Null: everyone's own. */
  right: Capability | null;
  /** Beside it stands how much of this waits for the person. */
  attention?: "review" | "upload";
  /** Reached by its own button; the palette and the keys know it too. */
  isHidden?: boolean;
  /** Its page follows the fund that is looked at. */
  isScoped?: boolean;
};
export type NavigationGroup = {
  key: "work" | "portfolio" | "input" | "control" | "settings";
  items: readonly NavigationItem[];
};

export const navigation: readonly NavigationGroup[] = [
  {
    key: "work",
    items: [
      { key: "home", href: "/", keys: "g i", right: "fund:read", isScoped: true },
      {
        key: "review",
        href: "/revisao",
        keys: "g r",
        right: "review:read",
        attention: "review",
        isScoped: true,
      },
      { key: "notifications", href: "/notificacoes", keys: "g n", right: null, isHidden: true },
    ],
  },
  {
    key: "portfolio",
    items: [
      { key: "funds", href: "/fundos", keys: "g f", right: "fund:read", isScoped: true },
      { key: "operations", href: "/operacoes", keys: "g o", right: "operation:read", isScoped: true },
    ],
  },
  {
    key: "input",
    items: [
      { key: "send", href: "/arquivos/enviar", keys: "g u", right: "import:create" },
      {
        key: "files",
        href: "/arquivos",
        keys: "g e",
        right: "import:read",
        attention: "upload",
        isScoped: true,
      },
    ],
  },
  {
    key: "control",
    items: [{ key: "audit", href: "/auditoria", keys: "g a", right: "audit:read", isScoped: true }],
  },
  {
    key: "settings",
    items: [{ key: "users", href: "/usuarios", keys: "g p", right: "user:read" }],
  },
];

/** The item whose page, or a page below it, is open. */
export function currentItem(path: string): NavigationItem | undefined {
  const items = navigation.flatMap((group) => group.items);
  return items
    .filter(({ href }) => path === href || (href !== "/" && path.startsWith(`${href}/`)))
    .toSorted((a, b) => b.href.length - a.href.length)[0];
}
