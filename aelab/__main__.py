"""The lab from the command line."""

import argparse
import os
import sys
from pathlib import Path

from aelab import __version__, catalogue, plugins
from aelab.lecture.core.experiment import EXPERIMENTS
from aelab.lecture.demos import EVERY
from aelab.params import InputError


def make_catalogue(given: argparse.Namespace) -> None:
    """Make what the pages need to know, and check the plugins, if there are any."""
    if plugins.plugins():
        _check_plugins()
    print(f"The catalogue is at {catalogue.make()}")


def _check_plugins() -> None:
    from aelab import contract

    try:
        contract.require_plugins()
    except InputError as problem:
        print(problem, file=sys.stderr)
        raise SystemExit(plugins.BROKEN) from None


def ship(given: argparse.Namespace) -> None:
    """Train presets and experiments and keep what they show in aelab/bundled/files.

    Raises:
        SystemExit: If there is no such slug.

    """
    from aelab.bundled import build

    unknown = set(given.slugs) - {preset.slug for preset in EVERY} - set(EXPERIMENTS)
    if unknown:
        raise SystemExit(f"There is no preset or experiment {', '.join(sorted(unknown))}.")
    build.main(given.slugs)


def spreads(given: argparse.Namespace) -> None:
    """Train demos and experiments with several seeds, and keep how their claims scatter."""
    from aelab.bundled import spreads as measured

    measured.main(given.slugs)


def decoder(given: argparse.Namespace) -> None:
    """Train a preset and keep its decoder in aelab/bundled/files, for the browser.

    Raises:
        SystemExit: If there is no such slug.

    """
    from aelab.bundled import decoders

    preset = {preset.slug: preset for preset in EVERY}.get(given.slug)
    if preset is None:
        raise SystemExit(f"There is no preset {given.slug}.")
    print(decoders.ship(preset))


def generate(given: argparse.Namespace) -> None:
    """Make jets with Pythia and FastJet; goes on where it was stopped."""
    from aelab.jets import blocks
    from aelab.jets import generate as generator

    recipe = generator.recipe(given.kind, given.seed)
    blocks.run(generator.block, recipe, given.n, given.out, given.processes)
    print(f"{given.n:,} jets are in {given.out}")


def lab(given: argparse.Namespace) -> None:
    """Start the lab; it says at which address. Ctrl-C ends it."""
    from aelab.web.serve import serve

    plugins.use(given.files)
    serve(given.address, given.port)


def parser() -> argparse.ArgumentParser:
    """Return what reads the command line."""
    made = argparse.ArgumentParser(prog="aelab", description=__doc__)
    made.add_argument("--version", action="version", version=f"aelab {__version__}")
    commands = made.add_subparsers(dest="command", required=True)
    start = commands.add_parser("lab", help=lab.__doc__)
    start.add_argument("--port", type=_positive, default=8501, help="where it listens")
    start.add_argument(
        "--address", default="127.0.0.1", help="where it listens; see AELAB_ADDRESS"
    )
    start.add_argument(
        "--with",
        dest="files",
        metavar="FILE",
        type=Path,
        action="append",
        default=[],
        help="a Python file with models, datasets, scores or views of yours; may be repeated",
    )
    start.set_defaults(do=lab)
    command = commands.add_parser("catalogue", help=make_catalogue.__doc__)
    command.set_defaults(do=make_catalogue)
    other = commands.add_parser("ship", help=ship.__doc__)
    other.add_argument("slugs", nargs="*", help="such as vae-mnist; all if none is given")
    other.set_defaults(do=ship)
    several = commands.add_parser("spreads", help=spreads.__doc__)
    several.add_argument("slugs", nargs="*", help="such as vae-mnist; all if none is given")
    several.set_defaults(do=spreads)
    small = commands.add_parser("decoder", help=decoder.__doc__)
    small.add_argument("slug", help="such as vae-mnist")
    small.set_defaults(do=decoder)
    _jets(commands.add_parser("jets", help="Jets by Monte Carlo."))
    return made


def _jets(made: argparse.ArgumentParser) -> None:
    commands = made.add_subparsers(dest="jets", required=True)
    command = commands.add_parser("generate", help=generate.__doc__)
    command.add_argument("--kind", choices=("qcd", "top"), required=True)
    command.add_argument("--n", type=_positive, default=20_000, help="how many jets")
    command.add_argument("--seed", type=int, default=1)
    command.add_argument("--out", type=Path, required=True, help="the file to write")
    command.add_argument("--processes", type=_positive, default=os.cpu_count() or 1)
    command.set_defaults(do=generate)


def _positive(text: str) -> int:
    if not text.isascii() or not text.isdigit() or int(text) < 1:
        raise argparse.ArgumentTypeError(f"“{text}” is not a whole number above 0")
    return int(text)


def main(arguments: list[str] | None = None) -> None:
    """Do what the command line says."""
    given = parser().parse_args(arguments)
    given.do(given)


if __name__ == "__main__":
    main()
