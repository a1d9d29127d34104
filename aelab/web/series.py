"""Runs of a session that are trained one after the other, while something else may be on stage."""

from collections.abc import Mapping

import streamlit as st

from aelab.params import InputError
from aelab.runs.protocol import ENDED
from aelab.spec import Spec
from aelab.web import live
from aelab.web.access import visitors


class Series:
    """Runs by their names, kept in the state of the session under ``key``.

    The next one begins when the one before has ended: a visitor has one slot for such runs.
    """

    def __init__(self, key: str, owner: str) -> None:
        """Take the key, and what is appended to the session's name as the owner of the runs."""
        self.key, self.owner = key, owner

    @property
    def runs(self) -> dict[str, str]:
        """The ids of the runs that have begun, by their names."""
        return dict(st.session_state.get(f"{self.key}.runs", {}))

    @property
    def waiting(self) -> dict[str, Spec]:
        """The Specs of the runs that have not begun, by their names."""
        return dict(st.session_state.get(f"{self.key}.waiting", {}))

    @property
    def problem(self) -> str:
        """Why a run could not begin, "" if all could."""
        return str(st.session_state.get(f"{self.key}.problem", ""))

    @property
    def done(self) -> int:
        """The number of runs that have ended."""
        return sum(map(_ended, self.runs.values()))

    @property
    def whole(self) -> int:
        """The number of runs that have begun or are waiting."""
        return len(self.runs) + len(self.waiting)

    @property
    def busy(self) -> bool:
        """Whether a run goes on or waits."""
        return self.done < self.whole

    def start(self, specs: Mapping[str, Spec]) -> None:
        """Stop what goes on, and begin the first of these runs."""
        self.stop()
        self._keep({}, specs)
        self.go_on()

    def go_on(self) -> None:
        """Let the next run begin, once the one before has ended."""
        runs, waiting = self.runs, self.waiting
        if not waiting or self.done < len(runs):
            return
        name = next(iter(waiting))
        owner, visitor = f"{st.session_state.owner}.{self.owner}", visitors.current()
        try:
            run = live.cluster().submit(waiting.pop(name), owner, shown=False, visitor=visitor)
        except InputError as problem:
            self.fail(problem)
            return
        self._keep(runs | {name: run}, waiting)

    def fail(self, problem: InputError) -> None:
        """Let no other run begin, and say why."""
        self._keep(self.runs, {}, str(problem))

    def take_problem(self) -> str:
        """Return the problem and forget it, for a page that shows it in a place of its own."""
        problem = self.problem
        self._keep(self.runs, self.waiting)
        return problem

    def stop(self) -> None:
        """Stop the run that goes on, and let no other begin."""
        self._keep(self.runs, {}, self.problem)
        for run in self.runs.values():
            if not _ended(run):
                live.cluster().stop(run)

    def _keep(
        self, runs: Mapping[str, str], waiting: Mapping[str, Spec], problem: str = ""
    ) -> None:
        state, key = st.session_state, self.key
        state[f"{key}.runs"], state[f"{key}.waiting"] = dict(runs), dict(waiting)
        state[f"{key}.problem"] = problem


def _ended(run: str) -> bool:
    record = live.cluster().find(run)
    return record is None or record.state in ENDED
