#!/usr/bin/env bash
# Backs up the whole installation each night; docker-compose.yml runs it. Restore: roles.sql by psql, then each
# database by `pg_restore --create --clean --if-exists`, then the files. MASTER_KEY is not in it: without the key the
# companies' secrets in it can't be opened, so keep the key elsewhere.
set -euo pipefail
umask 077

FOLDER=${BACKUP_FOLDER:-/backups}
FILES=${BACKUP_FILES:-/files}
KEPT=${BACKUP_KEPT:-14}

back_up() {
  local draft=$FOLDER/.making previous name database
  name=$(date -u +%Y-%m-%dT%H%M%SZ)
  previous=$(ls -1d "$FOLDER"/20* 2>/dev/null | tail -n 1 || true)
  rm -rf "$draft"
  mkdir -p "$draft/databases" "$draft/files"
  pg_dumpall --roles-only --file="$draft/roles.sql"
  psql -XAtq -c "select datname from pg_database where not datistemplate and datname <> 'postgres' order by 1" \
    > "$draft/databases.txt"
  while IFS= read -r database <&3; do
    pg_dump --format=custom --create --dbname="$database" --file="$draft/databases/$database.dump"
  done 3< "$draft/databases.txt"
  # After the databases: whatever a row names has been stored by then. What was erased is not linked on.
  while IFS= read -r -d '' file <&3; do
    mkdir -p "$draft/files/$(dirname "$file")"
    ln "${previous:-/nowhere}/files/$file" "$draft/files/$file" 2>/dev/null || cp -p "$FILES/$file" "$draft/files/$file"
  done 3< <(cd "$FILES" && find . -type f -not -path './.incoming/*' -print0)
  mv "$draft" "$FOLDER/$name"
  ls -1d "$FOLDER"/20* | head -n "-$KEPT" | xargs -r rm -rf
  touch "$FOLDER/last-good"
  echo "backed up: $name, $(wc -l < "$FOLDER/$name/databases.txt") databases"
}

if [ "${1:-}" = once ]; then
  back_up
  exit
fi
trap 'exit 0' TERM INT
# A new installation, and one that was down for a night, does not wait.
[ -n "$(find "$FOLDER/last-good" -mmin -1440 2>/dev/null)" ] || bash "$0" once || echo 'the backup failed' >&2
while true; do
  now=$(date -u +%s)
  sleep $(((86400 + 7200 - now % 86400) % 86400 + 1)) &
  wait $!
  bash "$0" once || echo 'the backup failed' >&2
done
