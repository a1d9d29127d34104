"""The stage: shows the live run of a chapter, in the section that started it."""

import contextlib
from collections.abc import Callable
from typing import Any, TypeVar

import streamlit as st

from aelab.catalogue import Catalogue
from aelab.frames import Picture
from aelab.lecture.core import spread
from aelab.lecture.core.claim import CLAIMS
from aelab.lecture.demos import DEMOS
from aelab.presets import Preset
from aelab.runs.protocol import ENDED
from aelab.spec import Spec
from aelab.web import component, controls, lecture, link, live, pictures, session, theme
from aelab.web.link import Chosen

POLL = 1.0  # seconds between two looks at a run that goes on
# Errors of reading something that a picture lacks, such as the first item of an empty list.
UNREADABLE = (LookupError, ValueError, TypeError, ArithmeticError, StopIteration)
T = TypeVar("T")


class Stage:
    """The live picture of a page: one run, in the section whose demo was asked for last."""

    def __init__(self, page: str) -> None:
        """Restore the page as it was left; draw the run's controls in the sidebar."""
        self.key, self.demos = f"stage.{page}", DEMOS[page]
        self.catalogue: Catalogue = session.wait_for_catalogue()
        session.begin(self.catalogue, page, self.demos)
        self.chosen: Chosen = controls.read(self.catalogue)
        if not any(map(self._is_of, self.demos)):
            self._start_over()
        with st.sidebar:
            self._controls()
        self.shown = session.follow(self.chosen, self.catalogue, self.demos)
        session.write(self.chosen, self.catalogue)

    @property
    def demo(self) -> Preset:
        """The demo that is on: the one that is chosen, or from which the settings were changed."""
        for demo in self.demos:
            if controls.is_preset(demo, self.chosen, self.catalogue):
                st.session_state[self.key] = demo.slug
        slug = st.session_state.get(self.key)
        own = [demo for demo in self.demos if self._is_of(demo)]
        return next((demo for demo in own if demo.slug == slug), [*own, *self.demos][0])

    def on(self, slug: str) -> bool:
        """Return whether there is a run on the stage, and it is of this demo."""
        return self.demo.slug == slug and bool(st.session_state.run)

    def show(self, *slugs: str, offered: bool = True) -> None:
        """Show the run here if it is one of these demos; else offer to bring them here.

        Without being ``offered``, they are brought by what `cell` draws.
        """
        here = [demo for demo in self.demos if demo.slug in slugs]
        assert len(here) == len(slugs), slugs
        with st.container(horizontal=True, vertical_alignment="center"):
            for demo in here if offered else ():
                if len(here) > 1 or demo is not self.demo:
                    self._button(demo)
        if self.demo not in here and not offered:
            st.caption("Another section has the stage. Choose one here to bring it back.")
            return
        if self.demo not in here:
            for demo in here:
                st.caption(f"**{theme.plain(demo.name)}.** {theme.plain(demo.look_for)}")
            return
        if mended := st.session_state.mended:
            st.warning(theme.plain(mended))
        if error := st.session_state.error:
            st.error(theme.plain(error))
        component.show(self.shown, **session.callbacks())

    def cell(self, slug: str, label: str) -> None:
        """Draw a button that brings a demo to the stage and plays it, marked while it is on."""
        demo = next(demo for demo in self.demos if demo.slug == slug)
        st.button(
            label,
            key=f"cell.{slug}",
            help=theme.plain(demo.look_for),
            type="primary" if demo is self.demo else "secondary",
            on_click=self._play,
            args=(demo,),
            width="stretch",
        )

    def picture(self, slug: str) -> Picture | None:
        """Return what the run shows if this demo is on, else what was shipped of the demo."""
        if self.on(slug):
            return pictures.current(st.session_state.run)
        return pictures.shipped(next(demo for demo in self.demos if demo.slug == slug))

    def parameter(self, slug: str, name: str) -> Any:
        """Return a parameter of the model of a demo's picture: that of the run, or as shipped."""
        preset = next(demo for demo in self.demos if demo.slug == slug)
        params = self.chosen["model_params"] if self.on(slug) else preset.model_params
        return params.get(name, self.catalogue.models[preset.model].fields[name].default)

    def seen(self, slug: str, see: Callable[[Picture], T]) -> T | None:
        """Return what ``see`` reads from the picture of a demo, or from that which was shipped.

        The picture of a run may lack a view that other settings do not have, or a curve that has
        not begun, or hold what is no number. None if there is no shipped picture either.
        """
        demo = next(demo for demo in self.demos if demo.slug == slug)
        for picture in (self.picture(slug), pictures.shipped(demo)):
            with contextlib.suppress(*UNREADABLE):
                if picture is not None:
                    return see(picture)
        return None

    def verdict(self, claim: str, slug: str, **settings: Any) -> None:
        """Draw a claim as it is measured from the run of a demo, again and again while it goes."""
        on = self.on(slug)
        st.fragment(self._verdict, run_every=POLL if on else None)(claim, slug, settings, on)

    def _verdict(self, claim: str, slug: str, settings: dict[str, Any], on: bool) -> None:
        picture, definition = self.picture(slug), CLAIMS[claim]
        if picture is None:
            return lecture.unmeasured(definition, "It is measured when the run has begun.")
        record = live.cluster().find(st.session_state.run) if on else None
        going = record is not None and record.state not in ENDED
        complete = definition.complete or not any(spread.of(definition))  # or an identity
        scattered = definition.kind == "equal" and not complete
        judged = not scattered or record is None or self._is_preset(record.spec, slug)
        try:
            lecture.verdict(claim, going=going, judged=judged, picture=picture, **settings)
        except UNREADABLE:  # no curve yet, or other settings have other views
            lecture.immeasurable(definition, going)

    def _is_preset(self, spec: Spec, slug: str) -> bool:
        """Return whether a run differs from a demo in nothing but the seed."""
        demo = next(demo for demo in self.demos if demo.slug == slug)
        chosen, preset = (link.of(each, self.catalogue) for each in (spec, demo))
        return chosen | {"seed": 0} == preset | {"seed": 0}

    def _is_of(self, demo: Preset) -> bool:
        """Return whether the choice is a demo's model on its data, with any settings."""
        return (demo.dataset, demo.model) == (self.chosen["dataset"], self.chosen["model"])

    def _start_over(self) -> None:
        """Take the first demo: a link or a run may be of a pair that this page does not have."""
        state = st.session_state
        dataset = self.catalogue.datasets[self.chosen["dataset"]].title
        model = self.catalogue.models[self.chosen["model"]].title
        controls.put(link.start(self.catalogue, self.demos), self.catalogue)
        self.chosen = controls.read(self.catalogue)
        state.run = ""
        state.mended = (
            f"This page has no runs of the {model} on {dataset}: {self.demos[0].name} is shown."
        )

    def _controls(self) -> None:
        entry = self.catalogue.models[self.chosen["model"]]
        st.header(theme.plain(self.demo.name), anchor=False)
        st.caption("What is on the stage. A change starts it over.")
        controls.minimised(entry, self.chosen)
        controls.parameters(self.catalogue, self.chosen)

    def _button(self, demo: Preset) -> None:
        on = demo is self.demo
        st.button(
            demo.name if on else f"Bring here: {demo.name}",
            key=f"stage.{demo.slug}",
            type="primary" if on else "secondary",
            on_click=self._bring,
            args=(demo,),
        )

    def _play(self, demo: Preset) -> None:
        st.session_state[self.key] = demo.slug
        session.choose(demo)

    def _bring(self, demo: Preset) -> None:
        st.session_state[self.key] = demo.slug
        session.bring(demo)
