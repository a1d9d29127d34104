"""Models, datasets, scores and views from outside the package.

Two kinds of plugin: files that are named in the environment, as `aelab lab --with my_model.py`
does, and modules of installed packages that are entry points of the group `aelab.plugins`. A
plugin is imported once in each process that reads a registry, and registers what it defines.
Workers on other machines get the files from the server; packages have to be installed there.
"""

import hashlib
import importlib
import importlib.util
import os
import sys
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from importlib.metadata import entry_points
from pathlib import Path

from aelab.params import InputError

FILES = "AELAB_WITH"  # paths, joined as in PATH; workers inherit it
GROUP = "aelab.plugins"
BROKEN = 3  # exit status of a process that a plugin is to blame for
PREFIX = "aelab_with_"  # of a file's module, so that it hides no other


@dataclass(frozen=True)
class Plugin:
    """A module from outside: its name, where users know it from, and its file if it is one."""

    module: str
    label: str
    file: Path | None = None

    def sources(self) -> list[Path]:
        """Return the Python files that it is made of, without importing it."""
        if self.file is not None:
            return [self.file] if self.file.is_file() else []
        spec = importlib.util.find_spec(self.module.partition(".")[0])
        if spec is None:
            return []
        folders = [Path(folder) for folder in spec.submodule_search_locations or ()]
        files = [file for folder in folders for file in sorted(folder.rglob("*.py"))]
        return files or ([Path(spec.origin)] if spec.origin else [])

    def load(self) -> None:
        """Import it; `InputError` with a sentence if that fails, for whatever reason."""
        try:
            if self.file is not None:
                _import_file(self.module, self.file)
            else:
                importlib.import_module(self.module)
        except Exception as problem:  # the code of others may raise anything
            raise InputError(self._sentence(problem)) from problem

    def _sentence(self, problem: Exception) -> str:
        """Return what is wrong in one sentence, with the line of the file where it happened."""
        if isinstance(problem, SyntaxError):
            return f"{self.label} has a mistake in line {problem.lineno}: {problem.msg}."
        text = " ".join(str(problem).split()).rstrip(".")
        if isinstance(problem, InputError | FileNotFoundError):
            return f"{self.label} cannot be loaded: {text}."
        line = self._line(problem)
        return f"{self.label} cannot be loaded: {type(problem).__name__}: {text}{line}."

    def _line(self, problem: Exception) -> str:
        """Return the last line of the file that the error came through, empty if there is none."""
        trace, line = problem.__traceback__, ""
        while trace is not None:
            if self.file is not None and trace.tb_frame.f_code.co_filename == str(self.file):
                line = f" (line {trace.tb_lineno})"
            trace = trace.tb_next
        return line

    def defines(self, entry: type) -> bool:
        """Return whether a class is from this plugin."""
        return f"{entry.__module__}.".startswith(f"{self.module}.")


_loaded: list[Plugin] = []  # that have been imported, or are being imported


def use(paths: list[Path]) -> None:
    """Let this process and those it starts load some files, besides those already named."""
    named = [os.environ[FILES]] if os.environ.get(FILES) else []
    os.environ[FILES] = os.pathsep.join([*named, *(str(path.resolve()) for path in paths)])


def contents() -> dict[str, bytes]:
    """Return the files that are named, by name, for workers that do not have them."""
    files = [plugin.file for plugin in plugins() if plugin.file is not None]
    return {file.name: file.read_bytes() for file in files if file.is_file()}


def receive(files: Mapping[str, bytes], folder: Path) -> None:
    """Name the server's files in this process, too; write those into ``folder`` that it lacks."""
    for name, content in files.items():
        named = [plugin.file for plugin in plugins() if plugin.file is not None]
        same_name = [file for file in named if file.name == name]
        if any(file.is_file() and file.read_bytes() == content for file in same_name):
            continue
        path = folder / hashlib.sha256(content).hexdigest()[:16] / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)
        others = [str(file) for file in named if file not in same_name]
        os.environ[FILES] = os.pathsep.join([*others, str(path)])


def plugins() -> list[Plugin]:
    """Return all plugins: those of installed packages, then the files that are named."""
    paths = (Path(part).resolve() for part in os.environ.get(FILES, "").split(os.pathsep) if part)
    files = (Plugin(PREFIX + path.stem, path.name, path) for path in dict.fromkeys(paths))
    return [*_installed(), *files]


@cache
def _installed() -> tuple[Plugin, ...]:
    packages = {point.module: point.dist for point in entry_points(group=GROUP)}
    labels = {module: dist.name if dist else module for module, dist in packages.items()}
    return tuple(Plugin(m, f"The package {label}") for m, label in sorted(labels.items()))


def sources() -> Iterator[Path]:
    """Yield the files of all plugins, as far as they can be found without importing any."""
    for plugin in plugins():
        yield from plugin.sources()


def load() -> None:
    """Import every plugin, unless it has been done; `InputError` for one that cannot be."""
    for plugin in plugins():
        if plugin in _loaded:
            continue
        _loaded.append(plugin)  # before the import, which may read a registry and be back
        try:
            plugin.load()
        except InputError:
            _loaded.remove(plugin)
            raise


def _import_file(name: str, file: Path) -> None:
    """Execute a file as the module ``name``."""
    if not file.is_file():
        raise FileNotFoundError(f"there is no file {file}")
    other = sys.modules.get(name)
    if other is not None and other.__file__ != str(file):
        raise InputError(
            f"{other.__file__} has the same name; rename one of them, "
            "or restart the worker if it is an older version"
        )
    spec = importlib.util.spec_from_file_location(name, file)
    if spec is None or spec.loader is None:
        raise InputError("it is not a Python file; its name has to end in .py")
    module = importlib.util.module_from_spec(spec)
    sys.modules[name] = module  # the declarations of its classes are looked up there
    try:
        spec.loader.exec_module(module)
    except BaseException:
        del sys.modules[name]
        raise
