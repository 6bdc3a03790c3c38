-- Caches are told what they may not keep any longer, by hooks that speak their language.
ALTER TABLE "hooks" ADD COLUMN "adapter" TEXT NOT NULL DEFAULT 'webhook';
ALTER TABLE "hooks" DROP CONSTRAINT "hooks_url_check",
  ADD CONSTRAINT "hooks_url_check" CHECK ("url" ~ '^(https?|rediss?|memcached)://' AND length("url") <= 2000),
  ADD CONSTRAINT "hooks_adapter_check" CHECK ("adapter" IN ('webhook', 'varnish', 'varnish-xkey', 'nginx', 'memcached',
    'redis', 'http', 'fastly', 'cloudflare', 'cloudfront'));
