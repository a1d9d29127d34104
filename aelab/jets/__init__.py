"""Jets: simulation, files, images and uploads."""

__all__ = [
    "blocks",
    "detector",
    "files",
    "generate",
    "images",
    "incoming",
    "reference",
]
