"""Jets of one's own in the sidebar: a file to upload, or one that lies in the lab's home."""

import streamlit as st

from aelab.jets import incoming
from aelab.params import InputError
from aelab.uploads.sandbox import Source
from aelab.web import theme
from aelab.web.uploads import own
from aelab.web.uploads.own import Stored, Take

FILES = ("h5", "hdf5", "npz")
NAMED = "own.jets"
OF_THE_LAB = ""


def ask(file: str, take: Take) -> None:
    """Draw uploader and choice, and describe the jets of the name ``file``."""
    with st.container(key="own"):
        own.uploader("Upload jets", FILES, _stored, take)
        st.caption(theme.plain(_description(file)))
        names = incoming.named()
        if names or file:
            _choice(names, file, take)


def _choice(names: list[str], file: str, take: Take) -> None:
    labels = {OF_THE_LAB: "Jets of the lab", **{name: f"Jets of “{name}”" for name in names}}
    if file:
        labels.setdefault(file, "Jets of your upload")
    st.session_state[NAMED] = file
    st.selectbox(
        "Jets",
        list(labels),
        list(labels).index(file),
        key=NAMED,
        format_func=lambda name: labels.get(name, name),
        on_change=lambda: take({"file": str(st.session_state[NAMED])}),
    )


def _stored(source: Source) -> Stored:
    token = incoming.uploaded(source)
    return Stored(token, _told(token), {"file": token})


def _description(file: str) -> str:
    if not file:
        return "Upload the HDF5 of the Top Quark Tagging Reference Dataset, or jets of the lab."
    if incoming.path_of(file) is None:
        return incoming.GONE
    try:
        return own.summary(file) or _told(file)
    except InputError as error:
        return str(error)


def _told(file: str) -> str:
    """Return how many jets a file has, as a sentence."""
    counts = incoming.counts(file)
    if counts is None:
        return f"At most {incoming.MOST:,} jets of “{file}”, evenly spread."
    return f"{counts['qcd']:,} QCD and {counts['top']:,} top jets."
