"""Files shipped in the package: finished runs, decoders, results, and their build commands."""

__all__ = [
    "build",
    "decoders",
    "results",
]
