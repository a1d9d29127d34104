"""What the lecture claims, a file per chapter: each is declared once, drawn and tested alike."""

from aelab.claims.base import CLAIMS, Claim, Finding

__all__ = ["CLAIMS", "Claim", "Finding"]
