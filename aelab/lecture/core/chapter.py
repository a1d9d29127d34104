"""What a chapter is: its title, its place in the lecture, and the function that draws its page."""

from collections.abc import Callable
from dataclasses import dataclass

from aelab.registry import Registry

Draw = Callable[[], None]
CHAPTERS = Registry("aelab.lecture", "page")


@dataclass(frozen=True, kw_only=True)
class Chapter:
    """A chapter: ``slug`` is the name of its folder and its address.

    ``brief`` is what the navigation calls it. Chapters are in the order of ``order``.
    """

    slug: str
    title: str
    brief: str
    page: Draw
    order: int

    def __post_init__(self) -> None:
        """Belong to the module of the page, by which a registry tells chapters apart."""
        object.__setattr__(self, "__module__", self.page.__module__)


def chapter(slug: str, title: str, *, order: int, brief: str = "") -> Callable[[Draw], Draw]:
    """Register a function that draws a page as the page of a chapter.

    Args:
        slug: name of the chapter's folder and address of its page.
        title: title of the page.
        order: place among the chapters.
        brief: title in the navigation, if it is a shorter one.

    """

    def register(page: Draw) -> Draw:
        entry = Chapter(slug=slug, title=title, brief=brief or title, page=page, order=order)
        CHAPTERS.add(slug, entry)
        return page

    return register
