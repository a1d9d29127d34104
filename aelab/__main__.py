"""The lab from the command line."""

import argparse
from collections.abc import Callable

from aelab import catalogue


def make_catalogue() -> None:
    """Make what the pages need to know, and prepare the data they open on."""
    print(f"The catalogue is at {catalogue.make()}")


def ship() -> None:
    """Train every preset to its end and keep its last frame in aelab/shipped."""
    from aelab import shipping

    shipping.main()


COMMANDS: dict[str, Callable[[], None]] = {"catalogue": make_catalogue, "ship": ship}


def main(arguments: list[str] | None = None) -> None:
    """Do what the command line says."""
    parser = argparse.ArgumentParser(prog="python -m aelab", description=__doc__)
    commands = parser.add_subparsers(dest="command", required=True)
    for name, command in COMMANDS.items():
        commands.add_parser(name, help=command.__doc__)
    COMMANDS[parser.parse_args(arguments).command]()


if __name__ == "__main__":
    main()
