"""Jets of one's own: an upload, or a file put into the lab's home by whoever runs it."""

import io
import os
import re
import subprocess
import sys
import tempfile
from pathlib import Path

import numpy as np

from aelab import shelf
from aelab.home import home, write
from aelab.jets import files, reference
from aelab.jets.files import KINDS, Jets
from aelab.params import InputError

MOST = 60_000  # jets that are kept of a file, evenly spread
HDF5 = b"\x89HDF\r\n\x1a\n"
ENDS = (".npz", ".h5", ".hdf5")
PATIENCE = 30  # seconds for an upload
TOLD = 3  # the status of a process that says in a sentence what is wrong
BROKEN = "The file is broken: save it again."
GONE = "These jets are no longer kept: upload them again."


def uploaded(content: bytes) -> str:
    """Keep the jets of an upload and return their name on the shelf; `InputError` if it is bad."""
    if content.startswith(HDF5):
        jets = _in_a_process_of_its_own(content)
    elif content.startswith(b"PK"):
        jets = files.unpack(io.BytesIO(content), MOST)
    else:
        raise InputError("The file holds no jets: give the HDF5 of pandas, or an NPZ of the lab.")
    return shelf.put(files.pack(jets, {}))


def load(name: str) -> Jets:
    """Return at most `MOST` jets of the file of that name in ``data`` of the lab's home."""
    path = found(name)
    if path is None:
        raise InputError(GONE)
    with (path if path.suffix == ".npz" else _converted(path)).open("rb") as file:
        return files.unpack(file, MOST)


def found(name: str) -> Path | None:
    """Return where the file of that name is, None if it is not there."""
    if not re.fullmatch("[0-9a-z]{1,40}", name):
        return None
    paths = (home() / "data" / f"{name}{end}" for end in ENDS)
    return next((path for path in paths if path.is_file()), None)


def _converted(path: Path) -> Path:
    """Return the jets of an HDF5 file in the lab's own format, made when the file is new."""
    about, folder = path.stat(), home() / "converted"
    kept = folder / f"{path.stem}-{about.st_size}-{about.st_mtime_ns}.npz"
    if not kept.exists():
        jets = files.pack(reference.read(path, MOST), {})
        for old in folder.glob(f"{path.stem}-*.npz"):
            old.unlink(missing_ok=True)
        write(kept, jets)
    return kept


def named() -> list[str]:
    """Return the names of the files that were put into ``data`` of the lab's home by hand."""
    there = sorted(p for p in (home() / "data").glob("*") if p.suffix in ENDS)
    names = dict.fromkeys(p.stem for p in there if not re.fullmatch(shelf.TOKEN, p.stem))
    return [name for name in names if found(name)]


def counts(name: str) -> dict[str, int] | None:
    """Return how many jets of each kind an upload has, None if it is not there any more."""
    path = found(name)
    if path is None or path.suffix != ".npz":
        return None
    with path.open("rb") as file:
        labels = files.labels(file)
    return dict(zip(KINDS, np.bincount(labels, minlength=len(KINDS)).tolist(), strict=True))


def _in_a_process_of_its_own(content: bytes) -> Jets:
    """Return the jets of an HDF5 file, read where it can do no harm: see `reference.main`."""
    with tempfile.TemporaryDirectory(prefix="aelab-") as folder:
        source, target = Path(folder, "in.h5"), Path(folder, "out.npz")
        source.write_bytes(content)
        command = [sys.executable, "-m", reference.__name__, str(source), str(target), str(MOST)]
        try:
            done = subprocess.run(
                command,
                stdout=subprocess.PIPE,
                stderr=subprocess.DEVNULL,
                timeout=PATIENCE,
                env=os.environ | {"OPENBLAS_NUM_THREADS": "1"},
                check=False,
            )
        except subprocess.TimeoutExpired:
            raise InputError(BROKEN) from None
        if done.returncode == TOLD:
            raise InputError(done.stdout.decode().strip())
        if done.returncode or not target.is_file():
            raise InputError(BROKEN)
        with target.open("rb") as file:
            return files.unpack(file)
