"""Uploads: files of visitors, parsed in a process with limits, and the store of own data."""

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:  # for editors; at run time the names are imported when they are first used
    from aelab.uploads.parser import drawn as drawn
    from aelab.uploads.parser import read as read
    from aelab.uploads.parser import save_upload as save_upload
    from aelab.uploads.store import Samples as Samples
    from aelab.uploads.store import load as load
    from aelab.uploads.store import save as save

__all__ = ["Samples", "drawn", "load", "read", "save", "save_upload"]
_MODULES = {
    "Samples": "aelab.uploads.store",
    "drawn": "aelab.uploads.parser",
    "load": "aelab.uploads.store",
    "read": "aelab.uploads.parser",
    "save": "aelab.uploads.store",
    "save_upload": "aelab.uploads.parser",
}


def __getattr__(name: str) -> Any:
    if name in _MODULES:
        return getattr(import_module(_MODULES[name]), name)
    raise AttributeError(f"{__name__} has no {name}.")
