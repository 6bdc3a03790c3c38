import "./globals.css";

import type { Metadata, Viewport } from "next";
import { cookies } from "next/headers";
import type { ReactNode } from "react";

import { readTheme, themeCookie } from "@/components/shell/theme";
import { Alive } from "@/components/ui/alive";
import { FullTexts } from "@/components/ui/full-texts";
import { TooltipProvider } from "@/components/ui/tooltip";
import { env } from "@/lib/env";
import { pageBuild } from "@/lib/http/page-build";

export function generateMetadata(): Metadata {
  const environment = env().AUS_ENVIRONMENT;
  return {
    title: { default: "AUS3", template: `%s · AUS3 ${environment}` },
    description: "Decides who gets which update",
    icons: { icon: `/icon-${environment}.svg` },
    robots: { index: false, follow: false },
  };
}

export const viewport: Viewport = { colorScheme: "light dark" };

export default async function RootLayout({ children }: { children: ReactNode }) {
  const theme = readTheme((await cookies()).get(themeCookie)?.value);
  return (
    <html lang="en" data-theme={theme} data-build={pageBuild()}>
      <body className="min-h-dvh antialiased">
        <Alive />
        <FullTexts />
        <TooltipProvider delayDuration={250}>{children}</TooltipProvider>
      </body>
    </html>
  );
}
