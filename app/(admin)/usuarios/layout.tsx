import type { ReactNode } from "react";
import { Words } from "../../words";

export default function UsersLayout({ children }: { children: ReactNode }) {
  return <Words of={["tokens", "users"]}>{children}</Words>;
}
