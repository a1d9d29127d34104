"""Where the app's script and the pages are: in the project, or within the installed package."""

from pathlib import Path

_HERE = Path(__file__).resolve()
SITE = next(
    folder
    for folder in (_HERE.parents[1] / "site", _HERE.parents[2])
    if (folder / "pages").is_dir()
)
APP, PAGES = SITE / "app.py", SITE / "pages"
SCRIPT = _HERE.with_name("main.py")  # which Streamlit runs at each rerun
