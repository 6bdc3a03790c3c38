/** What a shut-off is for. "*": all of them; null: any. */
export type ShutOffPlace = {
  product: string;
  channel: string;
  buildTarget: string | null;
  version: string | null;
  locale: string | null;
};

/** "Heron release, version <98.0". */
export function placeInWords({ product, channel, buildTarget, version, locale }: ShutOffPlace): string {
  const narrower = [
    ...(buildTarget === null ? [] : [`build target ${buildTarget}`]),
    ...(version === null ? [] : [`version ${version}`]),
    ...(locale === null ? [] : [`locale ${locale}`]),
  ];
  return [channelInWords(product, channel), ...narrower].join(", ");
}

function channelInWords(product: string, channel: string): string {
  if (product === "*") return channel === "*" ? "everything" : `every product on ${channel}`;
  return channel === "*" ? `${product}, all channels` : `${product} ${channel}`;
}
