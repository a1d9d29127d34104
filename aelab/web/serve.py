"""Starts the server of the lab, as the command `aelab lab` does."""

import subprocess
import sys
from collections.abc import Sequence

from streamlit.web import cli

from aelab.web.site import APP


def serve(options: Sequence[str] = ()) -> None:
    """Serve the lab until it is interrupted; ``options`` are those of `streamlit run`.

    The catalogue is made first, in a process of its own: it needs torch, which the server must not
    load.
    """
    subprocess.run([sys.executable, "-P", "-m", "aelab", "catalogue"], check=True)
    cli.main(["run", str(APP), *options], prog_name="aelab lab")
