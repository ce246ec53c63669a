import type { ReactNode } from "react";
import { Brand } from "../../components/layout/brand";
import { LanguageSwitch } from "../../components/sign-in/language-switch";
import { Words } from "../words";

/** One card in the middle: everything before somebody is signed in. */
export default function AuthLayout({ children }: { children: ReactNode }) {
  return (
    <Words of={["deadLink", "forgotten", "invitation", "newPassword", "signIn", "user"]}>
      <main className="flex min-h-dvh flex-col items-center justify-center gap-6 px-4 py-10">
        <Brand />
        <div className="w-full max-w-96">{children}</div>
        <LanguageSwitch />
      </main>
    </Words>
  );
}
