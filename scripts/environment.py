"""The virtual environment that run.py, test.py and check.py share: `.venv` in the repository, made on first use.

A stamp inside it remembers what it was made from (pyproject.toml, place, Python), per set of extras, so that a second run costs a file read.
Only the standard library is used here: this runs before anything is installed.
"""

from __future__ import annotations

import hashlib
import os
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
VENV = ROOT / ".venv"
OLDEST = (3, 11)


def _say(text: str) -> None:
    print(text, file=sys.stderr, flush=True)


def _python() -> Path:
    return VENV / ("Scripts/python.exe" if os.name == "nt" else "bin/python")


def _stamp(extras: tuple[str, ...]) -> tuple[Path, str]:
    content = (ROOT / "pyproject.toml").read_bytes() + f"{ROOT}|{sys.version_info[:2]}|{sys.prefix}".encode()
    return VENV / f"made-{'-'.join(extras) or 'plain'}", hashlib.sha256(content).hexdigest()


def _pip_environment() -> dict[str, str]:
    environment = {**os.environ, "PIP_DISABLE_PIP_VERSION_CHECK": "1"}
    if not os.access(Path.home(), os.W_OK):
        environment["PIP_NO_CACHE_DIR"] = "1"
    return environment


def _run(command: list[str], failure: str) -> None:
    done = subprocess.run(
        command, cwd=ROOT, env=_pip_environment(), stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True
    )
    if done.returncode:
        _say(done.stdout.rstrip())
        sys.exit(failure)


def ready(*extras: str) -> Path:
    """The environment's Python, with ems and the named extras installed. Ends the program with clear words where that cannot be."""
    if sys.version_info < OLDEST:
        sys.exit(f"ems needs Python 3.11 or newer; this is {sys.version.split()[0]} ({sys.executable}).")
    stamp, wanted = _stamp(extras)
    try:
        if _python().exists() and stamp.read_text() == wanted:
            return _python()
    except OSError:
        pass
    try:
        import ensurepip  # noqa: F401
        import venv  # noqa: F401
    except ImportError:
        sys.exit(
            "Python's venv module is missing. On Debian and Ubuntu: sudo apt install python3-venv; then run this again."
        )
    if not os.access(ROOT, os.W_OK):
        sys.exit(f"The folder {ROOT} cannot be written to, and .venv has to be made there.")
    if not _usable():
        _say(f"Making the virtual environment {VENV} (once) ...")
        _run([sys.executable, "-m", "venv", "--clear", str(VENV)], "The virtual environment could not be made.")
    _say(f"Installing ems{'[' + ','.join(extras) + ']' if extras else ''} and what it needs into it ...")
    target = f".[{','.join(extras)}]" if extras else "."
    _run(
        [str(_python()), "-m", "pip", "install", "--quiet", "--editable", target], "The installation failed; see above."
    )
    compile_ahead()
    stamp.write_text(wanted)
    return _python()


def compile_ahead() -> None:
    """Byte code for every module, so that a start does not compile; also where Python is told not to write any (PYTHONDONTWRITEBYTECODE)."""
    environment = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    subprocess.run(
        [str(_python()), "-m", "compileall", "-q", str(ROOT / "ems")],
        env=environment,
        stdout=subprocess.DEVNULL,
        check=False,
    )


def _usable() -> bool:
    try:
        return (
            subprocess.run([str(_python()), "-m", "pip", "--version"], capture_output=True, timeout=60).returncode == 0
        )
    except (OSError, subprocess.TimeoutExpired):
        return False


def become(python: Path, arguments: list[str], directory: Path | None = None) -> None:
    """Replaces this program by `python arguments`; where the system cannot, runs it and leaves with its exit code."""
    if directory is not None:
        os.chdir(directory)
    if os.name == "nt":
        try:
            sys.exit(subprocess.run([str(python), *arguments]).returncode)
        except KeyboardInterrupt:
            sys.exit(130)
    os.execv(str(python), [str(python), *arguments])
