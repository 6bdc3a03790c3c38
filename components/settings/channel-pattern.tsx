/** The channels that something is for, as it is stored. */
export function ChannelPattern({ channel }: { channel: string }) {
  return channel === "*" ? "every channel" : <span className="font-mono">{channel}</span>;
}
