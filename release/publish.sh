#!/usr/bin/env bash
# Signs what release/build.sh has made, and hands it to Maven Central, where somebody approves it.
set -euo pipefail

show_help() {
    cat <<'HELP'
Usage: release/publish.sh [--dry-run] DIR

Checks DIR against its SHA256SUMS, adds signatures and the digests that Maven Central asks for, packs all into
one bundle (target/bundle.zip) and uploads it. It stays unpublished there until it is approved by hand.

  --dry-run  everything but the upload
  --help     this text

Takes from the environment CENTRAL_TOKEN (base64 of USER:PASSWORD), SIGNING_KEY (a private key, armored) and
SIGNING_PASSPHRASE. Needs gpg, zip and curl.
Exit status: 0 done, 1 failed, 2 bad usage or something missing.
HELP
}

fail_usage() {
    echo "release/publish.sh: $1 (see --help)" >&2
    exit 2
}

dry_run=no folder=''
while [ $# -gt 0 ]; do
    case $1 in
        -h | --help)
            show_help
            exit
            ;;
        --dry-run) dry_run=yes ;;
        -*) fail_usage "unknown option $1" ;;
        *) folder=$1 ;;
    esac
    shift
done
[ -e "$folder/SHA256SUMS" ] || fail_usage "no SHA256SUMS in '$folder'"
for tool in gpg zip curl; do
    command -v "$tool" >/dev/null || fail_usage "$tool not found"
done
[ -n "${SIGNING_KEY:-}" ] || fail_usage "SIGNING_KEY is not set"
[ "$dry_run" = yes ] || [ -n "${CENTRAL_TOKEN:-}" ] || fail_usage "CENTRAL_TOKEN is not set"
if find "$folder/io" -name '*-SNAPSHOT*' | grep -q .; then
    [ "$dry_run" = yes ] || fail_usage "a snapshot is not published"
fi
(cd "$folder" && sha256sum --quiet --check SHA256SUMS)

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
export GNUPGHOME=$work/gnupg
mkdir -m 700 "$GNUPGHOME"
gpg --batch --quiet --import <<<"$SIGNING_KEY"
cp -r "$folder/io" "$work/io"
find "$work/io" -type f -print0 | while IFS= read -r -d '' file; do
    gpg --batch --quiet --pinentry-mode loopback --passphrase-fd 3 --armor --detach-sign "$file" \
        3<<<"${SIGNING_PASSPHRASE:-}"
    md5sum "$file" | cut -d ' ' -f 1 >"$file.md5"
    sha1sum "$file" | cut -d ' ' -f 1 >"$file.sha1"
done
mkdir -p target
bundle=$PWD/target/bundle.zip
rm -f "$bundle"
(cd "$work" && zip -q -X -r "$bundle" io)
echo "$bundle: $(find "$work/io" -name '*.asc' | wc -l) signed files"
[ "$dry_run" = no ] || exit 0
# The token is not to be seen in the list of processes.
curl --fail-with-body --silent --show-error --config - --form "bundle=@$bundle" \
    'https://central.sonatype.com/api/v1/publisher/upload?publishingType=USER_MANAGED' \
    <<<"header = \"Authorization: Bearer $CENTRAL_TOKEN\""
echo
