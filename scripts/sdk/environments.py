"""The virtual environments of versions.txt: made where missing, made anew where their section has changed."""

import hashlib
import pathlib
import shutil
import subprocess
import sys

ROOT = pathlib.Path(__file__).resolve().parent.parent.parent
FOLDER = ROOT / ".venv-sdk"
VERSIONS = pathlib.Path(__file__).resolve().parent / "versions.txt"
#: Why an environment could not be made, by its name.
missing = {}


def sections():
    found, name = {}, None
    for line in VERSIONS.read_text().splitlines():
        line = line.split("#")[0].strip()
        if line.startswith("["):
            name = line.strip("[]")
            found[name] = []
        elif line:
            found[name].append(line)
    return found


def python(environment):
    """The interpreter of an environment; of this script where it needs none."""
    return str(FOLDER / environment / "bin" / "python") if environment else sys.executable


def prepare(names):
    for name, lines in sections().items():
        if name in names:
            if reason := make(name, lines):
                missing[name] = reason
                print(f"sdk-check: the environment {name} could not be made: {reason}", file=sys.stderr)


def make(name, lines):
    """Installs a section; gives the reason where it cannot."""
    folder, marker = FOLDER / name, FOLDER / name / "installed"
    digest = hashlib.sha256("\n".join([sys.version.split()[0], *lines]).encode()).hexdigest()
    if marker.exists() and marker.read_text() == digest:
        return ""
    print(f"sdk-check: installing {', '.join(lines)}", file=sys.stderr)
    shutil.rmtree(folder, ignore_errors=True)
    if reason := failure([sys.executable, "-m", "venv", str(folder)]):
        return reason
    pip = [python(name), "-m", "pip", "install", "-q", "--disable-pip-version-check", "--retries", "1", "--timeout", "20"]
    whole = [line for line in lines if not line.startswith("--no-deps ")]
    if reason := failure([*pip, *whole]):
        return reason
    # What comes without its dependencies may be missing: the cases of its client then say so.
    for line in lines:
        if line not in whole and (reason := failure([*pip, *line.split()])):
            print(f"sdk-check: {line} could not be installed: {reason}", file=sys.stderr)
    marker.write_text(digest)
    return ""


def failure(command):
    """The last line of what a command complains of; empty where it succeeds."""
    try:
        run = subprocess.run(command, capture_output=True, text=True, timeout=600)
    except (OSError, subprocess.TimeoutExpired) as error:
        return str(error)
    return "" if run.returncode == 0 else " ".join((run.stderr or run.stdout or "it said nothing").strip().splitlines()[-1:])[:300]
