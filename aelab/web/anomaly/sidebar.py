"""The sidebar of the anomaly page: what is looked for, and by which score."""

from collections.abc import Callable

import streamlit as st

from aelab.catalogue import Catalogue
from aelab.presets import Preset
from aelab.presets.anomaly import OWN, TASKS, task_of
from aelab.uploads import store
from aelab.web import controls, link, theme
from aelab.web.link import Chosen

SHOWN = ("anomaly", "contamination", "remap", "exponent")  # parameters of the data, drawn here
FREE = "Iⁿ"  # the remap that has an exponent
SCORE, FLAT, CLASS = "c.score", "c.flat", "c.class"


def tasks(catalogue: Catalogue, chosen: Chosen, choose: Callable[[Preset], None]) -> None:
    """Draw a button for each task, and what can be changed about the one that is chosen."""
    here = task_of(chosen["dataset"], chosen["dataset_params"])
    with st.container(key="tasks"):
        for task in TASKS:
            if task.dataset in catalogue.datasets and task.model in catalogue.models:
                controls.button(task, choose, here=task is here)
    controls.described(catalogue, chosen)
    if here is None:
        st.info("Nothing is looked for in these data: choose a task, or an anomaly below.")
    controls.asked(catalogue, chosen)
    hidden = set() if chosen["dataset_params"].get("remap") == FREE else {"exponent"}
    if chosen["dataset"] == OWN:
        _class(catalogue, chosen)
        hidden.add("anomaly")
    controls.about(catalogue, chosen, [key for key in SHOWN if key not in hidden])


def _class(catalogue: Catalogue, chosen: Chosen) -> None:
    """Draw the choice of the class of one's own data that is looked for, by its name."""
    about = store.about(link.own_file(catalogue.datasets[OWN], chosen) or "")
    names = ("none", *(about.classes if about else catalogue.datasets[OWN].classes))
    now = int(str(chosen["dataset_params"].get("anomaly", 0)))
    st.session_state[CLASS] = now if now < len(names) else 0
    st.selectbox(
        "Looked for",
        range(len(names)),
        st.session_state[CLASS],
        key=CLASS,
        format_func=names.__getitem__,
        on_change=lambda: controls.take({"anomaly": st.session_state[CLASS]}),
        help="This class is left out of the training, to be found as an anomaly.",
    )


def score(catalogue: Catalogue, chosen: Chosen) -> None:
    """Draw the choice of the score, and whether it is made independent of the data's quantity."""
    state, entry = st.session_state, catalogue.datasets[chosen["dataset"]]
    offered = catalogue.scores_for(chosen["dataset"], chosen["model"])
    if not offered:
        return
    state[SCORE] = state.score if state.score in offered else offered[0]
    now = offered.index(state[SCORE])
    st.selectbox(
        "Score",
        offered,
        now,
        key=SCORE,
        format_func=lambda slug: catalogue.scores[slug].title,
        on_change=_choose,
        label_visibility="collapsed",
    )
    st.caption(theme.plain(catalogue.scores[state[SCORE]].description))
    if entry.quantities:
        state[FLAT] = bool(state.flat)
        name = entry.quantities[0]
        st.checkbox(
            f"Independent of the {name}",
            state[FLAT],
            key=FLAT,
            on_change=_flatten,
            help=f"Each sample is compared with other held-out normal ones of similar {name}: its "
            "score becomes the share of them that score lower. A cut then leaves their spectrum "
            "as it is, but for fluctuations.",
        )


def _choose() -> None:
    st.session_state.score = st.session_state[SCORE]


def _flatten() -> None:
    st.session_state.flat = "1" if st.session_state[FLAT] else ""
