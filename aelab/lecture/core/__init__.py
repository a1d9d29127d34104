"""What chapters, claims and experiments are; those of the chapters are found from here."""

__all__ = ["chapter", "claim", "experiment"]
