import type { ReactNode } from "react";
import { Words } from "../../words";

export default function GalleryLayout({ children }: { children: ReactNode }) {
  return <Words of={["gallery"]}>{children}</Words>;
}
