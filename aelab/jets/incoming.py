"""Own jets: uploads, and files put into the lab's home by its administrator."""

import hashlib
import io
import logging
import re
import shutil
from contextlib import suppress
from functools import lru_cache
from pathlib import Path
from typing import BinaryIO

from aelab.home import home, write
from aelab.jets import files, reference
from aelab.jets.files import Jets
from aelab.params import InputError
from aelab.uploads import store
from aelab.uploads.sandbox import Source

MOST = 60_000  # largest number of jets of a file that are used, evenly spaced
HDF5 = b"\x89HDF\r\n\x1a\n"
ENDS = (".npz", ".h5", ".hdf5")
GONE = "These jets are no longer kept: upload them again."

log = logging.getLogger(__name__)


def uploaded(source: Source) -> str:
    """Store the jets of an upload and return their name; `InputError` for an invalid file."""
    return store.save_upload(__name__, source)[0]


def convert(source: BinaryIO, target: Path) -> tuple[str, str]:
    """Write the jets of an upload in the lab's own format, and return their name.

    It runs in the process of `sandbox_child`.

    Raises:
        InputError: the file has no jets.

    """
    begin = source.read(len(HDF5))
    source.seek(0)
    if begin == HDF5:
        jets = _from_hdf5(source, target.with_name("upload.h5"))
    elif begin.startswith(b"PK"):
        jets = files.unpack(source, MOST)
    else:
        raise InputError("The file holds no jets: give the HDF5 of pandas, or an NPZ of the lab.")
    content = files.pack(jets, {})
    target.write_bytes(content)
    return hashlib.sha256(content).hexdigest()[:20], ""


def _from_hdf5(source: BinaryIO, copy: Path) -> Jets:
    with copy.open("wb") as file:
        shutil.copyfileobj(source, file)
    return reference.read(copy, MOST)


def load(name: str) -> Jets:
    """Return at most `MOST` jets of the file with this name in the folder ``data`` of the home.

    Raises:
        InputError: the file is gone, or not valid.

    """
    path = path_of(name)
    if path is None:
        raise InputError(GONE)
    return _read(path) if path.suffix == ".npz" else _converted(path)


def path_of(name: str) -> Path | None:
    """Return the path of the file with this name; None if there is none."""
    if not re.fullmatch("[0-9a-z]{1,40}", name):
        return None
    paths = (home() / "data" / f"{name}{end}" for end in ENDS)
    return next((path for path in paths if path.is_file()), None)


def _read(path: Path) -> Jets:
    with path.open("rb") as file:
        return files.unpack(file, MOST)


def _converted(path: Path) -> Jets:
    """Return the jets of an HDF5 file, from a cached copy in the lab's own format if possible."""
    stat, folder = path.stat(), home() / "converted"
    copy = folder / f"{path.stem}-{stat.st_size}-{stat.st_mtime_ns}.npz"
    with suppress(OSError, InputError):
        return _read(copy)
    content = files.pack(reference.read(path, MOST), {})
    try:
        for old in folder.glob(f"{path.stem}-*.npz"):
            old.unlink(missing_ok=True)
        write(copy, content)
    except OSError as error:
        log.warning("The copy of %s could not be kept: %s", path.name, error)
    return files.unpack(io.BytesIO(content), MOST)


def named() -> list[str]:
    """Return the names of the files that an administrator put into ``data`` of the home."""
    paths = sorted(p for p in (home() / "data").glob("*") if p.suffix in ENDS)
    names = dict.fromkeys(p.stem for p in paths if not re.fullmatch(store.TOKEN, p.stem))
    return [name for name in names if path_of(name)]


def counts(name: str) -> dict[str, int] | None:
    """Return the number of jets of each kind in a file; None if it is not in the lab's format.

    Raises:
        InputError: the file is gone, or not valid.

    """
    path = path_of(name)
    if path is None:
        raise InputError(GONE)
    if path.suffix != ".npz":
        return None
    stat = path.stat()
    return _counts(path, stat.st_size, stat.st_mtime_ns)


@lru_cache(maxsize=128)
def _counts(path: Path, size: int, modified: int) -> dict[str, int]:
    """Return the counts of a file; size and time of modification make it the key of a cache."""
    with path.open("rb") as file:
        return files.counts(file)
