"""Lists the public symbols of symbol graphs that have no documentation, their own or inherited, and ends with 1 where there is one."""

import json
import pathlib
import sys


def symbols(graph):
    """The symbols that stand in the sources."""
    for symbol in graph["symbols"]:
        if symbol["accessLevel"] in ("public", "open") and "location" in symbol and "::SYNTHESIZED::" not in symbol["identifier"]["precise"]:
            yield symbol


def main():
    count, missing = 0, []
    for path in sys.argv[1:]:
        for symbol in symbols(json.loads(pathlib.Path(path).read_text())):
            count += 1
            if "docComment" not in symbol:
                place = symbol["location"]
                missing.append(f"{place['uri'].removeprefix('file://')}:{place['position']['line'] + 1}: {'.'.join(symbol['pathComponents'])}")
    for line in sorted(missing):
        print(line)
    print(f"{pathlib.Path(sys.argv[1]).name.split('.')[0]}: {count} public symbols, {len(missing)} without a word", file=sys.stderr)
    return 1 if missing else 0


sys.exit(main())
