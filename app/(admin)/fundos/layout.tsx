import type { ReactNode } from "react";
import { Words } from "../../words";

export default function FundsLayout({ children }: { children: ReactNode }) {
  return <Words of={["funds"]}>{children}</Words>;
}
