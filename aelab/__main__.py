"""The lab from the command line."""

import argparse

from aelab import catalogue
from aelab.presets import PRESETS


def make_catalogue(given: argparse.Namespace) -> None:
    """Make what the pages need to know, and prepare the data they open on."""
    print(f"The catalogue is at {catalogue.make()}")


def ship(given: argparse.Namespace) -> None:
    """Train presets to their end and keep their last frames in aelab/shipped."""
    from aelab import shipping

    unknown = set(given.presets) - {preset.slug for preset in PRESETS}
    if unknown:
        raise SystemExit(f"There is no preset {', '.join(sorted(unknown))}.")
    shipping.main(given.presets)


def parser() -> argparse.ArgumentParser:
    """Return what reads the command line."""
    made = argparse.ArgumentParser(prog="python -m aelab", description=__doc__)
    commands = made.add_subparsers(dest="command", required=True)
    one = commands.add_parser("catalogue", help=make_catalogue.__doc__)
    one.set_defaults(do=make_catalogue)
    other = commands.add_parser("ship", help=ship.__doc__)
    other.add_argument("presets", nargs="*", help="slugs such as vae-mnist; all if none is given")
    other.set_defaults(do=ship)
    return made


def main(arguments: list[str] | None = None) -> None:
    """Do what the command line says."""
    given = parser().parse_args(arguments)
    given.do(given)


if __name__ == "__main__":
    main()
