"""The lab from the command line."""

import argparse

from aelab import catalogue


def main(arguments: list[str] | None = None) -> None:
    """Do what the command line says."""
    parser = argparse.ArgumentParser(prog="python -m aelab", description=__doc__)
    commands = parser.add_subparsers(dest="command", required=True)
    commands.add_parser(
        "catalogue", help="make what the pages need to know, and the data they use"
    )
    parser.parse_args(arguments)
    print(f"The catalogue is at {catalogue.make()}")


if __name__ == "__main__":
    main()
