"""Starts the server of the lab, as the command `aelab lab` does."""

import subprocess
import sys

from streamlit.web import cli

from aelab import plugins
from aelab.web.site import APP


def serve(address: str, port: int) -> None:
    """Serve the lab at an address of this machine until it is interrupted.

    The catalogue is made first, in a process of its own: it needs torch, which the server must not
    load. That process checks the plugins, too. If it fails otherwise, such as on a full disk, a
    worker makes the catalogue later.

    Raises:
        SystemExit: If a plugin is broken.

    """
    made = subprocess.run([sys.executable, "-P", "-m", "aelab", "catalogue"], check=False)
    if made.returncode == plugins.BROKEN:
        raise SystemExit(made.returncode)
    where = ["--server.address", address, "--server.port", str(port)]
    cli.main(["run", str(APP), *where], prog_name="aelab lab")
