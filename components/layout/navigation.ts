import type { Capability } from "#server/kernel/capabilities";

export type NavigationItem = {
  key: "home" | "review" | "funds" | "operations" | "files" | "send";
  href: string;
  /** Without this right the item is absent; the page itself refuses too. */
  right: Capability;
};
export type NavigationGroup = { key: "work" | "portfolio" | "input"; items: readonly NavigationItem[] };

export const navigation: readonly NavigationGroup[] = [
  {
    key: "work",
    items: [
      { key: "home", href: "/", right: "fund:read" },
      { key: "review", href: "/revisao", right: "review:read" },
    ],
  },
  {
    key: "portfolio",
    items: [
      { key: "funds", href: "/fundos", right: "fund:read" },
      { key: "operations", href: "/operacoes", right: "operation:read" },
    ],
  },
  {
    key: "input",
    items: [
      { key: "send", href: "/arquivos/enviar", right: "import:create" },
      { key: "files", href: "/arquivos", right: "import:read" },
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
