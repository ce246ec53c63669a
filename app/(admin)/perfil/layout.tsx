import type { ReactNode } from "react";
import { Words } from "../../words";

export default function ProfileLayout({ children }: { children: ReactNode }) {
  return <Words of={["profile", "tokens", "users"]}>{children}</Words>;
}
