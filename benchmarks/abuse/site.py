"""A place for labs: homes to start from, free ports, and the command that starts one."""

import os
import shutil
import socket
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from benchmarks.abuse.lab import ROOT, Lab

ENVIRONMENT = {"AELAB_WORKERS": "2", "AELAB_GRACE": "2"}


def free_port() -> int:
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        return int(listener.getsockname()[1])


class Site:
    """A temporary folder with a home whose catalogue is made, copied for each lab."""

    def __init__(self, folder: Path, seconds: float, starts: int) -> None:
        """Make the home to copy from; ``seconds`` bounds each attack."""
        self.folder, self.seconds, self.starts = folder, seconds, starts
        self.template = folder / "template"
        subprocess.run(
            [sys.executable, "-m", "aelab", "catalogue"],
            cwd=ROOT,
            env=os.environ | {"AELAB_HOME": str(self.template)},
            stdout=subprocess.DEVNULL,
            check=True,
        )

    def home(self) -> Path:
        """Return a new home like the template; the lab replaces files, so they are links."""
        folder = Path(tempfile.mkdtemp(prefix="home-", dir=self.folder))
        shutil.copytree(self.template, folder, copy_function=os.link, dirs_exist_ok=True)
        return folder

    @contextmanager
    def serving(self, home: Path | None = None, **environment: str) -> Iterator[Lab]:
        """Serve a lab, wait until its workers are warm, and end it with SIGTERM."""
        lab = self.started(home or self.home(), **environment)
        try:
            lab.wait()
            yield lab
        finally:
            lab.end()
            if home is None:
                shutil.rmtree(lab.home, ignore_errors=True)

    def started(self, home: Path, **environment: str) -> Lab:
        """Start a lab in a home; whoever starts it waits for it and ends it."""
        number, log = tempfile.mkstemp(prefix="log-", dir=self.folder)
        os.close(number)
        return Lab(home, free_port(), Path(log), ENVIRONMENT | environment)


@contextmanager
def made(seconds: float, starts: int) -> Iterator[Site]:
    """Make a site in a temporary folder, and remove it afterwards."""
    with tempfile.TemporaryDirectory(prefix="aelab-abuse-", ignore_cleanup_errors=True) as folder:
        yield Site(Path(folder), seconds, starts)
