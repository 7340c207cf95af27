#!/usr/bin/env bash
# The state of a Dagger engine (its cache) as one file, so that a runner that starts empty begins with what another one kept.
#
#   state.sh start   makes a volume of the state in $RUNNER_TEMP/engine.tar.zst, or of an empty one, and tells the CLI to start its engine on it
#   state.sh keep    stops that engine and packs its state into $RUNNER_TEMP/engine.tar.zst
#
# A file system in a file: unpacking it is one long write, where a tar archive of the same state is a few hundred thousand small ones.
# RUNNER_TEMP and GITHUB_ENV are what GitHub gives to each step.
set -euo pipefail
cd "$(dirname "$0")/../../.."
packed=$RUNNER_TEMP/engine.tar.zst disk=$RUNNER_TEMP/engine.ext4 name=kept-engine
as_root() { if [[ $(id -u) == 0 ]]; then "$@"; else sudo "$@"; fi; }

case "${1:-}" in
start)
  if [[ -f $packed ]]; then
    tar --extract --zstd --file="$packed" --directory="$RUNNER_TEMP"
    # A runner's disk is small.
    rm "$packed"
  else
    # It takes as much of the runner's disk as is written to it.
    truncate --size=12G "$disk"
    mkfs.ext4 -q -F -m 0 -O ^has_journal "$disk"
  fi
  device=$(as_root losetup --find --show "$disk")
  # discard: what the engine deletes takes no room in the file.
  docker volume create --opt type=ext4 --opt device="$device" --opt o=noatime,discard "$name" >/dev/null
  # https://docs.dagger.io/reference/configuration/custom-runner
  image=registry.dagger.io/engine:$(jq --raw-output .engineVersion dagger.json)
  echo "_EXPERIMENTAL_DAGGER_RUNNER_HOST=image://$image?container=$name&volume=$name" >>"$GITHUB_ENV"
  ;;
keep)
  device=$(docker volume inspect --format '{{.Options.device}}' "$name")
  # An engine that is not left the time to write down what it knows begins anew with the next start.
  docker stop --time=300 "$name" >/dev/null
  docker rm "$name" >/dev/null
  docker volume rm "$name" >/dev/null
  as_root losetup --detach "$device"
  # --sparse: without it every byte that was never written is read.
  tar --create --sparse --use-compress-program='zstd -1 --threads=0' --file="$packed" --directory="$RUNNER_TEMP" "$(basename "$disk")"
  ;;
*)
  sed -n '2,5p' "$0" >&2
  exit 2
  ;;
esac
