"use client";

import { Button } from "@/components/ui/button";

import { signOut } from "./credentials";

export function SignOutButton() {
  return (
    <Button
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
