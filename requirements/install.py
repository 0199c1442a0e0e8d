"""Make the virtual environment match a lock; nothing but Python is needed.

python3 requirements/install.py embedded    what `make demo` runs with
python3 requirements/install.py dev         all of it, for `make test`
"""

import hashlib
import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

BASE = Path(__file__).resolve().parent.parent
VENV = Path(os.environ.get("VENV", BASE / ".venv"))
NOTE = VENV / "installed.json"
# A larger lock holds the smaller ones, version for version.
HOLDS = {"runtime": ["runtime"], "embedded": ["runtime", "embedded"]}
HOLDS["dev"] = [*HOLDS["embedded"], "dev"]
OLDEST = (3, 11)


def main(lock):
    if sys.version_info < OLDEST:
        return start_again_with_a_newer_python(lock)
    wanted = digest(lock)
    if python_works() and installed().get(lock) == wanted:
        return 0
    if not python_works():
        make()
    print(f"Installing the packages of requirements/{lock}.txt …", flush=True)
    command = [python(), "-m", "pip", "install", "--quiet", "--require-hashes"]
    command += ["--no-deps", "--disable-pip-version-check", "--no-input"]
    command += ["--only-binary", ":all:"] if not os.environ.get("BUILD") else []
    command += ["-r", str(BASE / "requirements" / f"{lock}.txt")]
    if subprocess.call(command):
        return "The packages could not be installed; the reason stands above."
    NOTE.write_text(json.dumps({name: digest(name) for name in HOLDS[lock]}))
    return 0


def start_again_with_a_newer_python(lock):
    for name in ("python3.14", "python3.13", "python3.12", "python3.11"):
        if shutil.which(name):
            os.execvp(name, [name, __file__, lock])
    found = ".".join(map(str, sys.version_info[:2]))
    return f"Python 3.11 or later is needed; this is {found}."


def make():
    print(f"Making the virtual environment {VENV} …", flush=True)
    shutil.rmtree(VENV, ignore_errors=True)
    made = subprocess.run([sys.executable, "-m", "venv", str(VENV)])
    if made.returncode:
        shutil.rmtree(VENV, ignore_errors=True)
        sys.exit(
            "The virtual environment could not be made;"
            " on Debian or Ubuntu: apt-get install python3-venv"
        )


def python():
    return str(VENV / "bin" / "python")


def python_works():
    """A virtual environment dies when its Python moves away."""
    try:
        command = [python(), "-c", "import pip"]
        return not subprocess.call(command, stderr=subprocess.DEVNULL)
    except OSError:
        return False


def installed():
    try:
        return json.loads(NOTE.read_text())
    except (OSError, ValueError):
        return {}


def digest(lock):
    text = (BASE / "requirements" / f"{lock}.txt").read_bytes()
    return hashlib.sha256(text).hexdigest()


if __name__ == "__main__":
    sys.exit(main(sys.argv[1]))
