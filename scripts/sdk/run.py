"""Runs one client's cases in this process: `run.py MODULE PACKAGE OUTFILE [--list] [--case WORDS]`; one JSON record a line goes to OUTFILE."""

import importlib
import json
import logging
import os
import sys
import warnings


def main():
    module, package, out, *more = sys.argv[1:]
    words = more[more.index("--case") + 1] if "--case" in more else None
    warnings.filterwarnings("ignore")
    logging.disable(logging.ERROR)
    with open(out, "w") as file:

        def tell(record):
            file.write(json.dumps(record) + "\n")
            file.flush()

        import kit
        try:
            loaded = importlib.import_module(f"clients.{module}")
        except ImportError as error:
            tell({"reason": f"not installed: {error}"})
            return
        tell({"version": kit.version(package) if package else getattr(loaded, "VERSION", "")})
        for record in kit.names(words) if "--list" in more else kit.run(words):
            tell(record)
        tell({"ended": True})
    sys.stdout.flush()
    # Clients leave threads and loops behind that wait for nothing.
    os._exit(0)


main()
