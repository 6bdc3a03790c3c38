#!/bin/sh
# Publishes the updates of a finished build:  publish-update.sh DIRECTORY VERSION BUILD_ID CHANNEL
#
# AUS_URL, AUS_TOKEN   the update service, and a token of it with the scope "push"
# PRODUCT, FILES       the product, and the address below which its files can be downloaded
# DETAILS              the page that people are shown about the release
# MAR_CHANNEL_ID       what the application accepts (update-settings.ini); no other MAR is published
# UPLOAD               a command that is given DIRECTORY and a release's name, and puts the files below FILES/<name>/
# AUS                  how the command line is called, "aus" if it is on the PATH
set -eu
directory=$1 version=$2 build=$3 channel=$4
release="$PRODUCT-$version-$build"
: "${AUS:=aus}" "${UPLOAD:=:}"

$UPLOAD "$directory" "$release"
$AUS submit "$directory" --release "$release" --product "$PRODUCT" --build-id "$build" \
  --url "$FILES/$release/{path}" --details "$DETAILS" --mar-channel-id "$MAR_CHANNEL_ID"
# 3: done as far as automation may; people have to sign it.
$AUS push "$release" --channel "$channel" --reason "$version, build $build" --yes || [ $? -eq 3 ]
