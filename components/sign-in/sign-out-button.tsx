"use client";

import { Button } from "@/components/ui/button";
import { useIsAlive } from "@/components/ui/use-is-alive";

import { signOut } from "./credentials";

export function SignOutButton() {
  const isAlive = useIsAlive();
  return (
    <Button
      disabled={!isAlive}
      onClick={() => {
        void signOut().then(() => {
          window.location.replace("/sign-in");
        });
      }}
    >
      Sign out
    </Button>
  );
}
