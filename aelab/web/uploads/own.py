"""The user's own data in the sidebar: a file, a pad to draw on, and a summary of the data."""

from collections.abc import Callable, Mapping, Sequence
from typing import NamedTuple, TypeAlias

import streamlit as st

from aelab.params import InputError, Value
from aelab.uploads import limits, npz, parser, store
from aelab.uploads.sandbox import Source
from aelab.web import theme
from aelab.web.uploads import arrivals, pad

FILES = ("csv", "npz", "txt")
QUOTA = 60 * 2**20  # bytes that a session may upload
NUMBER, SENT, SUMMARY, PROBLEM = "own.number", "own.sent", "own.summary", "own.problem"
POINTS = "own.points"  # what was drawn last

Take: TypeAlias = Callable[[Mapping[str, Value]], None]


class Stored(NamedTuple):
    """Data in the store: their name there, a summary, and the parameters that choose them."""

    token: str
    summary: str
    params: Mapping[str, Value]


Keep: TypeAlias = Callable[[Source], Stored]


def ask(file: str, take: Take) -> None:
    """Draw uploader and pad, and describe the data in the store under the name ``file``."""
    with st.container(key="own"):
        uploader("Upload a table or images", FILES, _samples, take)
        st.caption(theme.plain(_description(file)))
        pad.show({"points": st.session_state.get(POINTS)}, lambda: drawn(take))


def uploader(label: str, types: Sequence[str], keep: Keep, take: Take) -> None:
    """Draw an uploader, and what was wrong with the last file.

    Args:
        label: Its label.
        types: The endings of the files that it takes.
        keep: What stores a file and returns its name.
        take: What chooses the data of that name.

    """
    st.file_uploader(
        label,
        types,
        key=_uploader(),
        on_change=uploaded,
        args=(take, keep),
        max_upload_size=limits.MOST_BYTES >> 20,
        label_visibility="collapsed",
    )
    if problem := st.session_state.get(PROBLEM):
        st.error(theme.plain(problem))


def summary(file: str) -> str:
    """Return the summary of data that this session uploaded, empty for others."""
    return str(st.session_state.get(SUMMARY, {}).get(file, ""))


def _uploader() -> str:
    return f"own.upload.{st.session_state.get(NUMBER, 0)}"


def uploaded(take: Take, keep: Keep) -> None:
    """Read the uploaded file; the uploader is then empty and releases it."""
    state = st.session_state
    file = state.get(_uploader())
    state[NUMBER] = state.get(NUMBER, 0) + 1
    if file is None:
        state[PROBLEM] = arrivals.LATE
        return

    def read() -> Stored:
        with arrivals.received(file.getvalue()) as (source, size):
            state[SENT] = state.get(SENT, 0) + size
            if state[SENT] > QUOTA:
                raise InputError(f"More than {QUOTA >> 20} MB were uploaded: reload the page.")
            return keep(source)

    if stored := _noted(_short(file.name), read):
        take(stored.params)


def _short(name: str) -> str:
    """Return the name of a file for display; the middle of a long one is left out."""
    plain = npz.printable(name, most=1_000)
    return plain if len(plain) <= 40 else f"{plain[:30]}…{plain[-8:]}"


def drawn(take: Take) -> None:
    """Choose the points on the pad as the data, without standardising them."""
    sent = pad.sent()
    if stored := _noted("Drawing", lambda: _drawn(sent)):
        st.session_state[POINTS] = sent["points"]
        take(stored.params)


def _drawn(sent: object) -> Stored:
    samples = parser.drawn(sent)
    return _stored(store.save(samples), samples.note, scaled=True)


def _samples(source: Source) -> Stored:
    token, note = parser.save_upload(source)
    return _stored(token, note)


def _stored(token: str, note: str, *, scaled: bool = False) -> Stored:
    """Describe samples in the store; a table is standardised unless it is ``scaled``."""
    about = store.about(token)
    if about is None:
        raise InputError(store.GONE)
    standardise = "yes" if len(about.shape) == 1 and not scaled else "no"
    sentence = f"{_told(*about)} {note}".strip()
    return Stored(token, sentence, {"file": token, "standardise": standardise})


def _noted(name: str, read: Callable[[], Stored]) -> Stored | None:
    """Read data and store their summary; on an error, store its message and return None."""
    state = st.session_state
    try:
        stored = read()
    except (InputError, OSError) as error:
        why = str(error) if isinstance(error, InputError) else "The server could not keep it."
        state[PROBLEM] = f"{name}: {why}"
        return None
    state[PROBLEM], state[SUMMARY] = "", {stored.token: f"{name}: {stored.summary}"}
    return stored


def _description(file: str) -> str:
    """Describe the data in the store under a name, in a sentence."""
    if not file:
        return "Until then, these are a doodle."
    if text := summary(file):
        return text
    about = store.about(file)
    return f"Kept: {_told(*about)}" if about else store.GONE


def _told(samples: int, shape: Sequence[int], classes: Sequence[str]) -> str:
    of = f"{shape[0]} features" if len(shape) == 1 else f"{shape[0]} × {shape[1]} pixels"
    groups = f", {len(classes)} classes" if len(classes) > 1 else ""
    return f"{samples:,} samples, {of}{groups}."
