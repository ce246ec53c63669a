import { cva, type VariantProps } from "class-variance-authority";
import Link from "next/link";
import type { ComponentProps } from "react";
import { classNames } from "./class-names";

const button = cva(
  "inline-flex items-center justify-center gap-1.5 rounded-md border text-sm font-medium whitespace-nowrap transition-colors duration-100 disabled:cursor-not-allowed disabled:opacity-55 aria-disabled:cursor-not-allowed aria-disabled:opacity-55 [&_svg]:size-4 [&_svg]:shrink-0",
  {
    variants: {
      kind: {
        primary: "border-transparent bg-accent text-on-accent hover:bg-accent-hover",
        secondary: "border-line bg-surface text-ink hover:bg-hover hover:border-line-strong",
        quiet: "border-transparent bg-transparent text-muted hover:bg-hover hover:text-ink",
        danger: "border-bad/40 bg-surface text-bad hover:bg-bad-tint",
      },
      size: { normal: "h-8 px-3", large: "h-9 px-4", icon: "size-8" },
    },
    defaultVariants: { kind: "secondary", size: "normal" },
  },
);
type Look = VariantProps<typeof button>;

export function Button({
  kind,
  size,
  className,
  type = "button",
  ...props
}: ComponentProps<"button"> & Look) {
  return <button type={type} className={classNames(button({ kind, size }), className)} {...props} />;
}

/** A link that looks like a button: it goes somewhere, and opens in a new tab like any link. */
export function ButtonLink({ kind, size, className, ...props }: ComponentProps<typeof Link> & Look) {
  return <Link className={classNames(button({ kind, size }), className)} {...props} />;
}

/** The same for what is downloaded: the browser fetches it, no page changes. */
export function DownloadLink({ kind, size, className, ...props }: ComponentProps<"a"> & Look) {
  return <a download className={classNames(button({ kind, size }), className)} {...props} />;
}
