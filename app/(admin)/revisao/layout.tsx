import type { ReactNode } from "react";
import { Words } from "../../words";

export default function ReviewLayout({ children }: { children: ReactNode }) {
  return <Words of={["review"]}>{children}</Words>;
}
