import type { Capability } from "#server/kernel/capabilities";

export type NavigationItem = {
  key: "home" | "review" | "funds" | "operations" | "files" | "send";
  href: string;
  /** Pressed one after the other they go there, from any page. */
  keys: string;
  /** Without this right the item is absent; the page itself refuses too. */
  right: Capability;
};
export type NavigationGroup = { key: "work" | "portfolio" | "input"; items: readonly NavigationItem[] };

export const navigation: readonly NavigationGroup[] = [
  {
    key: "work",
    items: [
      { key: "home", href: "/", keys: "g i", right: "fund:read" },
      { key: "review", href: "/revisao", keys: "g r", right: "review:read" },
    ],
  },
  {
    key: "portfolio",
    items: [
      { key: "funds", href: "/fundos", keys: "g f", right: "fund:read" },
      { key: "operations", href: "/operacoes", keys: "g o", right: "operation:read" },
    ],
  },
  {
    key: "input",
    items: [
      { key: "send", href: "/arquivos/enviar", keys: "g u", right: "import:create" },
      { key: "files", href: "/arquivos", keys: "g e", right: "import:read" },
    ],
  },
];

/** The item whose page, or a page below it, is open. */
export function currentItem(path: string): NavigationItem | undefined {
  const items = navigation.flatMap((group) => group.items);
  return items
    .filter(({ href }) => path === href || (href !== "/" && path.startsWith(`${href}/`)))
    .toSorted((a, b) => b.href.length - a.href.length)[0];
}
