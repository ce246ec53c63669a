"use client";

import PageError from "./(admin)/error";

export default function RootError(props: { error: Error & { digest?: string }; reset: () => void }) {
  return (
    <main className="mx-auto max-w-[72ch] px-4 py-16">
      <PageError {...props} />
    </main>
  );
}
