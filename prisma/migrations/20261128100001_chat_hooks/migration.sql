-- Hooks tell people of events as well, in the forms that chat services take.
ALTER TABLE "hooks" DROP CONSTRAINT "hooks_adapter_check",
  ADD CONSTRAINT "hooks_adapter_check" CHECK ("adapter" IN ('webhook', 'slack', 'mattermost', 'discord', 'teams', 'matrix',
    'google-chat', 'varnish', 'varnish-xkey', 'nginx', 'memcached', 'redis', 'http', 'fastly', 'cloudflare', 'cloudfront'));
