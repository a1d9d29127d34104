"""The table of contents: the pages of the lecture by their names, in its order."""

from aelab.lecture.core.chapter import CHAPTERS

LAST = {
    "jets": "Jet images",
    "anomaly": "Anomaly detection",
    "answers": "Your answers",
}
BRIEF = {"anomaly": "Anomalies"}


def titles() -> dict[str, str]:
    """Return the title of each page."""
    return {slug: chapter.title for slug, chapter in CHAPTERS.items()} | LAST


def labels() -> dict[str, str]:
    """Return what the navigation calls each page, side by side."""
    return {slug: chapter.brief for slug, chapter in CHAPTERS.items()} | LAST | BRIEF
