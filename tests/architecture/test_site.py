"""The documentation site: its pages are made of today's texts, and what it loads is its own."""

from pathlib import Path

import pytest

from tooling import site_check


@pytest.mark.parametrize(
    "text",
    [
        '<script src="https://example.org/a.js"></script>',
        '<link rel="stylesheet" href="//example.org/a.css">',
        '<img src="http://example.org/a.png">',
        "<style>@import 'https://example.org/a.css'</style>",
        "<style>a { background: url(https://example.org/a.png) }</style>",
    ],
)
def test_what_a_page_loads_from_elsewhere_is_noticed(tmp_path: Path, text: str) -> None:
    (tmp_path / "page.html").write_text(text)
    (line,) = site_check.loaded_from_elsewhere(tmp_path)
    assert line.startswith("page.html loads ") and "example.org/a" in line


def test_links_and_files_of_its_own_are_allowed(tmp_path: Path) -> None:
    own = '<a href="https://example.org">a</a><script src="a.js"></script><img src="b.png">'
    (tmp_path / "page.html").write_text(own)
    (tmp_path / "style.css").write_text("a { background: url(data:image/png;base64,AA==) }")
    assert site_check.loaded_from_elsewhere(tmp_path) == []
