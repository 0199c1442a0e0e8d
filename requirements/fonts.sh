#!/bin/sh
# The faces of the pages, cut to what Vietnamese and English use; other Latin letters
# stand in a second file each that is fetched when one of them occurs. Needs uv.
set -e
cd "$(dirname "$0")/.."
packages=$(.venv/bin/python -c 'import fontpkg_newsreader as f; from pathlib import Path; print(Path(f.__file__).parents[1])')
work=$(mktemp -d)
core="U+0020-007E,U+00A0,U+00A7,U+00A9,U+00AB,U+00B0,U+00B2,U+00B7,U+00BB,U+00C0-00C4,U+00C7-00CF,U+00D1-00D7,U+00D9-00DD,U+00E0-00E4,U+00E7-00EF,U+00F1-00F6,U+00F9-00FD,U+0102-0103,U+0110-0111,U+0128-0129,U+0168-0169,U+01A0-01A1,U+01AF-01B0,U+0300-0301,U+0303,U+0309,U+0323,U+1EA0-1EF9,U+2011,U+2013-2014,U+2018-2019,U+201C-201D,U+2022,U+2026,U+203A,U+20AB,U+2190-2193,U+2212"
more=$(sed -n 's/.*400-more.*unicode-range: \([^;]*\);.*/\1/p' static/css/tokens.css | tr -d ' ')
fonttools() { uvx --quiet --from 'fonttools[woff]==4.68.0' "$@"; }
cut() { # source, name
  for part in "$core $2" "$more $2-more"; do
    fonttools pyftsubset "$1" --unicodes="${part% *}" --no-hinting --flavor=woff2 \
      --layout-features=kern,ccmp,locl,tnum,lnum --output-file="static/fonts/${part#* }.woff2"
  done
}
for weight in Regular:400 Medium:500 SemiBold:600; do
  cut "$packages/fontpkg_be_vietnam_pro/files/BeVietnamPro-${weight%:*}.ttf" "be-vietnam-pro-${weight#*:}"
done
files="$packages/fontpkg_newsreader/files"
fonttools fonttools varLib.instancer -q "$files/Newsreader[opsz,wght].ttf" opsz=16 wght=400:500 -o "$work/upright.ttf"
fonttools fonttools varLib.instancer -q "$files/Newsreader-Italic[opsz,wght].ttf" opsz=16 wght=400 -o "$work/italic.ttf"
cut "$work/upright.ttf" newsreader
cut "$work/italic.ttf" newsreader-italic
rm -r "$work"
