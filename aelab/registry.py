"""Registries that fill themselves: one file in a package is one entry, found at first use."""

import importlib
import pkgutil
import threading
from collections.abc import Iterator, Mapping
from typing import Any

from aelab import plugins
from aelab.params import InputError


class Registry(Mapping[str, Any]):
    """A mapping from slug to class, filled by importing the modules of ``package``.

    With a ``part``, the modules are those of its subpackages whose names begin with it, such as
    `aelab.lecture.pca.claims` and `aelab.lecture.pca.claims_components`.

    The modules register what they define with the decorator of their package; they are imported
    when the mapping is first read, so that making one costs nothing. Threads that read it first at
    the same time wait for one of them to import; one lock is for all registries, since modules of
    one read another. If it is ``extensible``, plugins may add to it, see `aelab.plugins`.
    """

    _filling = threading.RLock()
    _extensible: "list[Registry]" = []

    def __init__(self, package: str, part: str = "", *, extensible: bool = False) -> None:
        self.package, self.part, self.extensible = package, part, extensible
        self._entries: dict[str, Any] = {}
        self._complete = False
        if extensible:
            self._extensible.append(self)

    def add(self, slug: str, entry: Any) -> None:
        """Register ``entry`` under ``slug``, its name in specs, links, presets and files.

        Raises `InputError` if another entry has that slug.
        """
        other = self._entries.get(slug)
        if other is not None and other.__module__ != entry.__module__:
            raise InputError(f"{other.__module__} and {entry.__module__} both claim “{slug}”.")
        self._entries[slug] = entry

    def _filled(self) -> dict[str, Any]:
        if not self._complete:
            with self._filling:
                if not self._complete:
                    self._fill()
        return self._entries

    def _fill(self) -> None:
        self._import_own()
        if self.extensible and plugins.plugins():
            for registry in self._extensible:
                registry._import_own()  # so that it is a plugin that a title is refused to
            plugins.load()
            for registry in self._extensible:
                registry._sort()  # a plugin may have read it, and added to it then
        self._sort()
        self._complete = True

    def _import_own(self) -> None:
        for name in self._modules():
            importlib.import_module(name)

    def _sort(self) -> None:
        self._entries = dict(sorted(self._entries.items(), key=lambda e: (e[1].order, e[0])))

    def of_class(self, name: str) -> Any:
        """Return the entry whose class has that name; `AttributeError` if there is none.

        A package that calls it as its ``__getattr__`` offers its classes without importing them
        first. Names of modules begin with a small letter and are left to the import system.
        """
        for entry in self.values() if name[:1].isupper() else ():
            if entry.__name__ == name:
                return entry
        raise AttributeError(f"{self.package} has no {name}.")

    def classes(self) -> list[str]:
        """Return the names of all classes."""
        return [entry.__name__ for entry in self.values()]

    def _modules(self) -> Iterator[str]:
        """Yield the names of the modules that may have entries."""
        for module in _within(self.package):
            if not self.part and not module.name.startswith("_"):
                yield f"{self.package}.{module.name}"
            elif self.part and module.ispkg:
                chapter = f"{self.package}.{module.name}"
                names = (inner.name for inner in _within(chapter))
                yield from (f"{chapter}.{name}" for name in names if name.startswith(self.part))

    def __getitem__(self, slug: str) -> Any:
        """Return the class of that slug."""
        return self._filled()[slug]

    def __iter__(self) -> Iterator[str]:
        """Iterate over the slugs in their declared order."""
        return iter(self._filled())

    def __len__(self) -> int:
        """Return the number of entries."""
        return len(self._filled())


def _within(package: str) -> Iterator[pkgutil.ModuleInfo]:
    return pkgutil.iter_modules(importlib.import_module(package).__path__)


def slug_of(entries: Mapping[str, Any], name: object) -> str | None:
    """Return the slug of the entry with that slug, title or former title, None if there is none.

    Links and files written before there were slugs have titles; they are understood for good.
    """
    if not isinstance(name, str):
        return None
    if name in entries:
        return name
    for slug, entry in entries.items():
        if name == entry.title or name in entry.former_titles:
            return slug
    return None


DATASETS = Registry("aelab.datasets", extensible=True)
MODELS = Registry("aelab.models", extensible=True)
VIEWS = Registry("aelab.views", extensible=True)
SCORES = Registry("aelab.scores", extensible=True)
