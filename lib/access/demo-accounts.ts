import type { Role } from "./role";

type DemoAccount = { email: string; name: string; grant: Role; role: string; may: string };

/** Of everyone; only ever on the embedded database. */
export const demoPassword = "demo-demo-demo";

export const demoAccounts: readonly DemoAccount[] = [
  {
    email: "viewer@example.com",
    name: "Vera Lind",
    grant: "viewer",
    role: "Viewer",
    may: "sees everything, changes nothing",
  },
  {
    email: "driver@example.com",
    name: "Dario Conti",
    grant: "driver",
    role: "Driver",
    may: "edits rules and pushes releases",
  },
  {
    email: "manager@example.com",
    name: "Mina Okafor",
    grant: "manager",
    role: "Manager",
    may: "answers for what reaches release",
  },
  {
    email: "admin@example.com",
    name: "Ada Berg",
    grant: "admin",
    role: "Admin",
    may: "looks after people and products",
  },
];
