import type { ReactNode } from "react";
import { Words } from "../../words";

export default function FilesLayout({ children }: { children: ReactNode }) {
  return <Words of={["files", "wizard"]}>{children}</Words>;
}
