import type { ComponentProps, ReactNode } from "react";
import { classNames } from "./class-names";

/** A plain table in a frame that scrolls sideways by itself, so that the page never does; words for screen
 * readers alone stay in it. */
export function Table({
  caption,
  children,
  className,
}: {
  caption: string;
  children: ReactNode;
  className?: string;
}) {
  return (
    <section
      aria-label={caption}
      // biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls has to be reachable by keyboard
      tabIndex={0}
      className={classNames("card relative overflow-x-auto", className)}
    >
      <table className="w-full border-collapse text-sm">
        <caption className="sr-only">{caption}</caption>
        {children}
      </table>
    </section>
  );
}

export function TableHead({ children }: { children: ReactNode }) {
  return (
    <thead className="border-b border-line bg-surface">
      <tr>{children}</tr>
    </thead>
  );
}

export function Th({ numeric, className, ...props }: ComponentProps<"th"> & { numeric?: boolean }) {
  return <th scope="col" className={classNames("data-th", numeric && "text-right!", className)} {...props} />;
}

export function TableBody({ children }: { children: ReactNode }) {
  return <tbody className="divide-y divide-line">{children}</tbody>;
}

export function Row({ className, ...props }: ComponentProps<"tr">) {
  return <tr className={classNames("hover:bg-hover", className)} {...props} />;
}

export function Td({ numeric, className, ...props }: ComponentProps<"td"> & { numeric?: boolean }) {
  return (
    <td
      className={classNames("data-td", numeric && "figures text-right whitespace-nowrap", className)}
      {...props}
    />
  );
}
