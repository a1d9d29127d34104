"""Words of the pictures: names with indices, counts, and what is left out."""

NARROW = "\N{NARROW NO-BREAK SPACE}"
SUBSCRIPTS = str.maketrans("0123456789", "₀₁₂₃₄₅₆₇₈₉")


def counted(number: int) -> str:
    """Return a whole number in groups of three digits."""
    return f"{number:,}".replace(",", NARROW)


def indexed(letter: str, count: int) -> list[str]:
    """Return ``count`` names, from x₁ for the letter x."""
    return [f"{letter}{str(i + 1).translate(SUBSCRIPTS)}" for i in range(count)]


def first(shown: int, count: int, what: str = "") -> str:
    """Return "first 16 of 64" where not all is shown, else an empty text."""
    return "" if shown >= count else f"first {counted(shown)} of {counted(count)} {what}".rstrip()


def joined(*texts: str) -> str:
    """Return the texts that say something, with commas."""
    return ", ".join(text for text in texts if text)
