"""One's own data in the sidebar: a file, a pad to draw on, and what was understood of them."""

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
TURN, SENT, SAID, PROBLEM = "own.turn", "own.sent", "own.said", "own.problem"
POINTS = "own.points"  # what was drawn last

Take: TypeAlias = Callable[[Mapping[str, Value]], None]


class Kept(NamedTuple):
    """What was kept: its name in the store, what to say of it, and what to choose with it."""

    token: str
    said: str
    params: Mapping[str, Value]


Keep: TypeAlias = Callable[[Source], Kept]


def ask(file: str, take: Take) -> None:
    """Draw uploader and pad, and say what is known of the data kept under the name ``file``."""
    with st.container(key="own"):
        uploader("Upload a table or images", FILES, _samples, take)
        st.caption(theme.plain(_known(file)))
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


def said(file: str) -> str:
    """Return what was said of the data of that name when they came, empty if nothing was."""
    return str(st.session_state.get(SAID, {}).get(file, ""))


def _uploader() -> str:
    return f"own.upload.{st.session_state.get(TURN, 0)}"


def uploaded(take: Take, keep: Keep) -> None:
    """Read the file that was uploaded; the uploader is then empty again, and lets go of it."""
    state = st.session_state
    file = state.get(_uploader())
    state[TURN] = state.get(TURN, 0) + 1
    if file is None:
        state[PROBLEM] = arrivals.LATE
        return

    def read() -> Kept:
        with arrivals.received(file.getvalue()) as (source, size):
            state[SENT] = state.get(SENT, 0) + size
            if state[SENT] > QUOTA:
                raise InputError(f"More than {QUOTA >> 20} MB were uploaded: reload the page.")
            return keep(source)

    if kept := _noted(_short(file.name), read):
        take(kept.params)


def _short(name: str) -> str:
    """Return the name of a file as it is shown: its begin and its end."""
    plain = npz.printable(name, most=1_000)
    return plain if len(plain) <= 40 else f"{plain[:30]}…{plain[-8:]}"


def drawn(take: Take) -> None:
    """Make the points on the pad the data, as they are."""
    sent = pad.said()
    if kept := _noted("Drawing", lambda: _drawn(sent)):
        st.session_state[POINTS] = sent["points"]
        take(kept.params)


def _drawn(sent: object) -> Kept:
    samples = parser.drawn(sent)
    return _kept(store.save(samples), samples.note, scaled=True)


def _samples(source: Source) -> Kept:
    token, note = parser.save_upload(source)
    return _kept(token, note)


def _kept(token: str, note: str, *, scaled: bool = False) -> Kept:
    """Return what is said of samples in the store, and that a table is to be standardised."""
    about = store.about(token)
    if about is None:
        raise InputError(store.GONE)
    standardise = "yes" if len(about.shape) == 1 and not scaled else "no"
    said = f"{_told(*about)} {note}".strip()
    return Kept(token, said, {"file": token, "standardise": standardise})


def _noted(name: str, read: Callable[[], Kept]) -> Kept | None:
    """Read something and note what it is; None, and a sentence, if it is nothing."""
    state = st.session_state
    try:
        kept = read()
    except (InputError, OSError) as error:
        why = str(error) if isinstance(error, InputError) else "The server could not keep it."
        state[PROBLEM] = f"{name}: {why}"
        return None
    state[PROBLEM], state[SAID] = "", {kept.token: f"{name}: {kept.said}"}
    return kept


def _known(file: str) -> str:
    """Return what is known of the data kept under a name, as a sentence."""
    if not file:
        return "Until then, these are a doodle."
    if told := said(file):
        return told
    about = store.about(file)
    return f"Kept: {_told(*about)}" if about else store.GONE


def _told(samples: int, shape: Sequence[int], classes: Sequence[str]) -> str:
    of = f"{shape[0]} features" if len(shape) == 1 else f"{shape[0]} × {shape[1]} pixels"
    groups = f", {len(classes)} classes" if len(classes) > 1 else ""
    return f"{samples:,} samples, {of}{groups}."
