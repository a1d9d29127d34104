"""Run a benchmark and store what it prints: `python -m tooling.figures NAME [ARGUMENT …]`.

The documentation site shows the stored text. Its first line names the day and the machine.
"""

import os
import platform
import subprocess
import sys
from datetime import date
from importlib.metadata import version
from pathlib import Path

FOLDER = Path(__file__).parents[1] / "benchmarks" / "figures"


def machine() -> str:
    """Return the day, the processor and the versions that figures belong to."""
    cores = f"{os.cpu_count()} cores, {_processor()}"
    return f"{date.today()}: {cores}, Python {platform.python_version()}, torch {version('torch')}"


def _processor() -> str:
    """Return the name of the processor, or at least its kind."""
    try:
        lines = Path("/proc/cpuinfo").read_text().splitlines()
    except OSError:
        lines = []
    names = [line.partition(":")[2].strip() for line in lines if line.startswith("model name")]
    return names[0] if names else platform.machine()


def main(name: str, *arguments: str) -> None:
    """Run a benchmark, print its output as it comes, and store it if it succeeds."""
    command = [sys.executable, "-m", f"benchmarks.{name}", *arguments]
    lines = [machine(), ""]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        for line in process.stdout:
            print(line, end="", flush=True)
            lines.append(line.rstrip())
    if process.returncode:
        raise SystemExit(process.returncode)
    FOLDER.mkdir(exist_ok=True)
    (FOLDER / f"{name}.txt").write_text("\n".join(lines) + "\n")


if __name__ == "__main__":
    main(*sys.argv[1:])
