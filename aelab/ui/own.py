"""One's own data in the sidebar: a file, a pad to draw on, and what was understood of them."""

from collections.abc import Callable, Mapping, Sequence
from typing import TypeAlias

import streamlit as st

from aelab import intake, shelf
from aelab.params import InputError, Value
from aelab.shelf import Samples
from aelab.ui import pad, theme

FILES = ("csv", "npz", "txt")
QUOTA = 60 * 2**20  # bytes that a session may upload
TURN, SENT, SAID, PROBLEM = "own.turn", "own.sent", "own.said", "own.problem"
POINTS = "own.points"  # what was drawn last

Take: TypeAlias = Callable[[Mapping[str, Value]], None]


def ask(file: str, take: Take) -> None:
    """Draw uploader and pad, and say what is known of the data kept under the name ``file``."""
    with st.container(key="own"):
        st.file_uploader(
            "Upload a table or images",
            FILES,
            key=_uploader(),
            on_change=uploaded,
            args=(take,),
            max_upload_size=intake.MOST_BYTES >> 20,
            label_visibility="collapsed",
        )
        if problem := st.session_state.get(PROBLEM):
            st.error(theme.plain(problem))
        st.caption(theme.plain(_known(file)))
        pad.show({"points": st.session_state.get(POINTS)}, lambda: drawn(take))


def _uploader() -> str:
    return f"own.upload.{st.session_state.get(TURN, 0)}"


def uploaded(take: Take) -> None:
    """Read the file that was uploaded; the uploader is then empty again, and lets go of it."""
    state = st.session_state
    file = state.get(_uploader())
    state[TURN] = state.get(TURN, 0) + 1
    if file is None:
        return
    state[SENT] = state.get(SENT, 0) + file.size
    name = file.name if len(file.name) <= 40 else f"{file.name[:30]}…{file.name[-8:]}"

    def read() -> Samples:
        if state[SENT] > QUOTA:
            raise InputError(f"More than {QUOTA >> 20} MB were uploaded: reload the page first.")
        return intake.read(file.getvalue())

    if kept := _kept(name, read):
        token, samples = kept
        take({"file": token, "standardise": "yes" if len(samples.shape) == 1 else "no"})


def drawn(take: Take) -> None:
    """Make the points on the pad the data, as they are."""
    sent = pad.said()
    if kept := _kept("Drawing", lambda: intake.drawn(sent)):
        st.session_state[POINTS] = sent["points"]
        take({"file": kept[0], "standardise": "no"})


def _kept(name: str, read: Callable[[], Samples]) -> tuple[str, Samples] | None:
    """Keep what is read and note what it is; None, and a sentence, if it is nothing."""
    state = st.session_state
    try:
        samples = read()
        token = shelf.keep(samples)
    except (InputError, OSError) as error:
        why = str(error) if isinstance(error, InputError) else "The server could not keep it."
        state[PROBLEM] = f"{name}: {why}"
        return None
    said = f"{name}: {_told(len(samples.x), samples.shape, samples.classes)} {samples.note}"
    state[PROBLEM], state[SAID] = "", {token: said.strip()}
    return token, samples


def _known(file: str) -> str:
    """Return what is known of the data kept under a name, as a sentence."""
    if not file:
        return "Until then, these are a doodle."
    if said := st.session_state.get(SAID, {}).get(file, ""):
        return str(said)
    about = shelf.about(file)
    return f"Kept: {_told(*about)}" if about else shelf.GONE


def _told(samples: int, shape: Sequence[int], classes: Sequence[str]) -> str:
    of = f"{shape[0]} features" if len(shape) == 1 else f"{shape[0]} × {shape[1]} pixels"
    groups = f", {len(classes)} classes" if len(classes) > 1 else ""
    return f"{samples:,} samples, {of}{groups}."
