"""View options: what a person chooses to see of a run. They change nothing but what is shown.

An option is one entry here: the check of its value, its effect on the context of the views, its
value in the header of a frame, and its text in a link. Its name is the command that sets it.
"""

import math
import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from aelab.params import InputError

if TYPE_CHECKING:
    from aelab.views.context import Context

PACE = "pace"  # the option that the run itself obeys
FASTEST = 1e6  # updates per second
TEXT = 60  # characters of a name
VIEWS = 32  # that are shown at once, at most
SAMPLES = 2**31  # numbers of samples are below it
DIMENSIONS = 2**16  # numbers of dimensions of a code are below it


@dataclass(frozen=True, kw_only=True)
class Option:
    """One option, under the ``name`` of the command that sets it.

    ``check`` returns the value of a browser's message as plain data, or raises `InputError`.
    ``apply`` sets a checked value; one that makes no sense for this run changes nothing. Without
    it, the run itself obeys. ``current`` returns the value in force, None where a run has no such
    option. ``pattern`` is what its text in a link looks like, under the name ``linked``; without
    one it is in no link. For an ``idle`` option no worker is needed: a run that is on none
    applies it when it is next on one.
    """

    name: str
    check: Callable[[Any], Any]
    apply: "Callable[[Context, Any], None] | None" = None
    current: "Callable[[Context], Any] | None" = None
    pattern: re.Pattern[str] | None = None
    linked: str = ""
    in_picture: bool = False  # chosen in the picture, not in the sidebar
    idle: bool = False


def is_text(value: Any) -> bool:
    """Return whether a value is short printable text, without surrogates."""
    return isinstance(value, str) and len(value) <= TEXT and value.isprintable()


def is_finite(value: Any) -> bool:
    """Return whether a value is a number that a float can hold."""
    if type(value) not in (int, float):
        return False
    try:
        return math.isfinite(value)
    except OverflowError:
        return False


# The checks.


def _axes(value: Any) -> list[int] | str:
    if value == "pca":
        return "pca"
    whole = isinstance(value, list) and all(type(v) is int and 0 <= v < DIMENSIONS for v in value)
    if not whole or not 1 <= len(value) <= 2:
        raise InputError("Axes are the numbers of one or two dimensions of the code, or “pca”.")
    return list(value)


def _index(value: Any) -> int | None:
    if value is None or (type(value) is int and 0 <= value < SAMPLES):
        return value
    raise InputError("A sample is picked by its number.")


def _names(value: Any) -> list[str]:
    if not isinstance(value, list) or len(value) > VIEWS or not all(map(is_text, value)):
        raise InputError(f"Views are given as a list of at most {VIEWS} names.")
    return list(value)


def _pace(value: Any) -> int:
    if not is_finite(value) or value != int(value) or not 0 <= value <= FASTEST:
        raise InputError(f"A pace is a whole number of updates per second, up to {FASTEST:,.0f}.")
    return int(value)


def _text(value: Any) -> str:
    if not is_text(value):
        raise InputError(f"A name has at most {TEXT} printable characters.")
    return str(value)


def _flag(value: Any) -> bool:
    if not isinstance(value, bool):
        raise InputError("Give true or false.")
    return value


# The effects.


def _draw_axes(context: "Context", value: Any) -> None:
    k = context.model.latent
    if value == "pca" and k > 2:
        context.axes = "pca"
    elif isinstance(value, list | tuple) and len(value) == min(2, k):
        within = all(type(v) is int and 0 <= v < k for v in value)
        if within and len(set(value)) == len(value):
            context.axes = tuple(value)


def _pin(context: "Context", value: Any) -> None:
    exists = type(value) is int and 0 <= value < len(context.x)
    context.picked = value if exists else None


def _show(context: "Context", value: Any) -> None:
    if isinstance(value, list | tuple):
        context.shown = {name for name in value[:VIEWS] if isinstance(name, str)}


def _name_sample(context: "Context", value: Any) -> None:
    if isinstance(value, str):
        context.named = (value[:TEXT], context.data.named(value[:TEXT]))


def _score(context: "Context", value: Any) -> None:
    if _has_scores(context):
        context.scoring.choose(value)


def _flatten(context: "Context", value: Any) -> None:
    if _has_scores(context):
        context.scoring.flatten(value is True)


def _has_scores(context: "Context") -> bool:
    return context.data.anomalous is not None


OPTIONS = {
    option.name: option
    for option in (
        Option(  # dimensions of the code that are drawn
            name="axes",
            check=_axes,
            apply=_draw_axes,
            pattern=re.compile(r"\d{1,2}\.\d{1,2}|pca", re.ASCII),
            linked="axes",
            in_picture=True,
        ),
        Option(name="pick", check=_index, apply=_pin),  # the sample that is pinned
        Option(  # the views that are shown, by the places that they are in
            name="show",
            check=_names,
            apply=_show,
            pattern=re.compile(r"[a-z]{1,20}(\.[a-z]{1,20}){0,3}"),
            linked="views",
            in_picture=True,
            idle=True,
        ),
        Option(  # updates per second; 0 is as fast as possible
            name=PACE,
            check=_pace,
            pattern=re.compile(r"\d{1,6}", re.ASCII),
            linked="pace",
            in_picture=True,
            idle=True,
        ),
        Option(  # slug of the anomaly score
            name="score",
            check=_text,
            apply=_score,
            current=lambda context: context.scoring.score.slug if _has_scores(context) else None,
            pattern=re.compile(r"[a-z][a-z0-9-]{1,50}"),
            linked="score",
        ),
        Option(  # whether the score is made independent of a quantity
            name="flat",
            check=_flag,
            apply=_flatten,
            current=lambda context: context.scoring.flat if _has_scores(context) else None,
            pattern=re.compile("1"),
            linked="flat",
        ),
        Option(  # name of the sample that the encoder is looked at with
            name="sample",
            check=_text,
            apply=_name_sample,
            current=lambda context: context.named[0],
        ),
    )
}
LINKED = {o.linked: o.pattern for o in OPTIONS.values() if o.pattern is not None}
IN_PICTURE = tuple(o.linked for o in OPTIONS.values() if o.in_picture)
IDLE = tuple(o.name for o in OPTIONS.values() if o.idle)
