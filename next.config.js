// The front process adds a content security policy with a nonce to every page; this one, without nonces, holds
// where Next is served without it.
const contentSecurityPolicy = [
  "default-src 'self'",
  "script-src 'self' 'unsafe-inline'",
  "style-src 'self' 'unsafe-inline'",
  "img-src 'self' data:",
  "object-src 'none'",
  "base-uri 'none'",
  "form-action 'self'",
  "frame-ancestors 'none'",
].join("; ");

const pageHeaders = [
  { key: "Content-Security-Policy", value: contentSecurityPolicy },
  { key: "X-Content-Type-Options", value: "nosniff" },
  { key: "X-Frame-Options", value: "DENY" },
  { key: "Referrer-Policy", value: "same-origin" },
  { key: "Cross-Origin-Opener-Policy", value: "same-origin" },
  { key: "Cross-Origin-Resource-Policy", value: "same-origin" },
  { key: "Permissions-Policy", value: "camera=(), geolocation=(), microphone=(), payment=(), usb=()" },
  { key: "Strict-Transport-Security", value: "max-age=31536000" },
];

/** @type {import("next").NextConfig} */
const config = {
  poweredByHeader: false,
  compress: true,
  // A release with its builds is imported as one file.
  experimental: { serverActions: { bodySizeLimit: "32mb" } },
  // `npm test` checks all types once, tests included; a build need not do it again.
  typescript: { ignoreBuildErrors: true },
  serverExternalPackages: [
    "pg",
    "@prisma/adapter-pg",
    "@prisma/client",
    "@node-rs/argon2",
    "pino",
    "re2js",
    "tinypool",
  ],
  headers: () =>
    Promise.resolve(
      process.env.NODE_ENV === "development"
        ? []
        : [{ source: "/((?!update/|update2/|json/).*)", headers: pageHeaders }],
    ),
};

export default config;
