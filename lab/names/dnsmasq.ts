/** Names inside the lab: every name of the zone is the ingress, and no other name has an answer. */

/** dnsmasq's configuration. It refuses at once what it does not know, so that nothing in the lab waits for the world's names. */
export function namesConfiguration(zone: string, address: string): string {
  return [
    'no-resolv',
    'no-hosts',
    'bind-interfaces',
    `listen-address=${address}`,
    `address=/${zone}/${address}`,
    'local-ttl=0',
    '',
  ].join('\n');
}
