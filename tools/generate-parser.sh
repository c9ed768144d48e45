#!/bin/sh
# Generates the C# lexer and parser from grammar/ into src/QuantDsl.Language/Syntax/Generated.
# With --check it changes nothing and fails when the committed files differ from what the grammar gives.
set -eu

root=$(cd "$(dirname "$0")/.." && pwd)
target="$root/src/QuantDsl.Language/Syntax/Generated"
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

cp "$root/tools/package.json" "$root/tools/package-lock.json" "$work/"
(cd "$work" && npm ci --silent --no-audit --no-fund >&2)
cp "$root"/grammar/*.g4 "$work/"

# The parser is an inner matter of the reader, so it is made internal; nothing below the command line writes to the console.
# The generator writes file names as given, so it runs beside the grammars: no path of this machine reaches the output.
generate() {
    (cd "$work" && node_modules/.bin/antlr-ng -Dlanguage=CSharp --package QuantDsl.Language.Syntax.Generated \
        --generate-listener false --generate-visitor false --warnings-are-errors true --lib out -o out "$1" >&2)
}

mkdir "$work/out"
generate QStratLexer.g4
generate QStratParser.g4

mkdir "$work/generated"
for name in QStratLexer QStratParser; do
    sed -e "s|$work/||g" -e 's/[[:space:]]*$//' -e 's/^public partial class/internal partial class/' \
        -e 's/Console\.Out, Console\.Error/TextWriter.Null, TextWriter.Null/' "$work/out/$name.cs" > "$work/generated/$name.cs"
done

# Lets a test see, without the generator, that the grammar changed and the parser did not.
(cd "$work" && sha256sum QStratLexer.g4 QStratParser.g4) > "$work/generated/grammar.sha256"

if [ "${1:-}" = "--check" ]; then
    if ! diff -r "$target" "$work/generated" >&2; then
        echo "the committed parser is not what grammar/ gives: run tools/generate-parser.sh and commit the result" >&2
        exit 1
    fi
    echo "the committed parser is what grammar/ gives"
    exit 0
fi

mkdir -p "$target"
cp "$work"/generated/* "$target/"
echo "wrote $target"
