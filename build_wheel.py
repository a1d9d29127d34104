"""Puts the pages, the app's script and its settings into the wheel, in the folder aelab/site."""

from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface


class Site(BuildHookInterface):
    """What an installed lab serves; in the project it is at the top level."""

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Add the files, unless the project itself is being installed as editable."""
        if version == "standard":
            sources = ("pages", "app.py", ".streamlit")
            build_data["force_include"] |= {name: f"aelab/site/{name}" for name in sources}
