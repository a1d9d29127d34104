"""Check that a site needs no network: `python -m tooling.site_check build/site`.

Links that a reader may follow are allowed; scripts, styles, fonts and images of others are not.
"""

import re
import sys
from html.parser import HTMLParser
from pathlib import Path

LOADED = {"src", "srcset", "data", "poster"}  # attributes by which a page loads something
ELSEWHERE = re.compile(r"\s*(https?:)?//")
STYLES = re.compile(r"""(?:url\(|@import)\s*["']?((?:https?:)?//[^"')\s]+)""")


class _Page(HTMLParser):
    """Collects what a page loads from elsewhere."""

    def __init__(self) -> None:
        """Begin with nothing."""
        super().__init__()
        self.loaded: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Note the addresses of an element that is not a link to follow."""
        named = {name: value or "" for name, value in attrs}
        names = LOADED | ({"href"} if tag == "link" and named.get("rel") != "canonical" else set())
        values = (named[name] for name in sorted(names & named.keys()))
        self.loaded += [value for value in values if ELSEWHERE.match(value)]


def loaded_from_elsewhere(folder: Path) -> list[str]:
    """Return a line for each thing that a page or a stylesheet of a site loads from elsewhere."""
    lines = []
    for path in sorted(folder.rglob("*.html")):
        page = _Page()
        page.feed(path.read_text())
        addresses = page.loaded + STYLES.findall(path.read_text())
        lines += [f"{path.relative_to(folder)} loads {address}" for address in addresses]
    for path in sorted(folder.rglob("*.css")):
        addresses = STYLES.findall(path.read_text())
        lines += [f"{path.relative_to(folder)} loads {address}" for address in addresses]
    return lines


if __name__ == "__main__":
    problems = loaded_from_elsewhere(Path(sys.argv[1]))
    print("\n".join(problems) or "The site needs no network.")
    sys.exit(bool(problems))
