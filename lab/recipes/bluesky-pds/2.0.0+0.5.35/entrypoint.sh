#!/bin/bash
# Gives the PDS its secrets, which it takes from the environment alone, and finishes a restore that was begun.
set -euo pipefail
PDS_JWT_SECRET=$(cat /run/secrets/jwt_secret)
PDS_ADMIN_PASSWORD=$(cat /run/secrets/admin_password)
# 32 bytes in hex. An abra that knows no charset `hex` makes letters of all kinds: their hash does as well.
hex() {
  if grep -Eqx '[0-9a-f]{64}' "$1"; then cat "$1"; else sha256sum < "$1" | cut -c 1-64; fi
}
PDS_PLC_ROTATION_KEY_K256_PRIVATE_KEY_HEX=$(hex /run/secrets/plc_rotation_key)
PDS_DPOP_SECRET=$(hex /run/secrets/dpop_secret)
export PDS_JWT_SECRET PDS_ADMIN_PASSWORD PDS_PLC_ROTATION_KEY_K256_PRIVATE_KEY_HEX PDS_DPOP_SECRET

# Nobody has a database open yet.
if [ -e /pds/.restore ]; then
  rm -rf /pds/actors /pds/*.sqlite*
  tar -xf /pds/backup.tar -C /pds
  rm /pds/.restore
fi
mkdir -p /pds/actors /pds/blocks
exec node /opt/pds/index.mjs
