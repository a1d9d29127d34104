"""The last resort: an unexpected error is logged, and the page shows one sentence."""

import contextlib
import logging
from collections.abc import Iterator

import streamlit as st
from streamlit.errors import FragmentHandledException
from streamlit.runtime.scriptrunner import RerunData, get_script_run_ctx

from aelab.params import InputError
from aelab.web import theme

SENTENCE = (
    "This part of the page failed; the server's log says why. Reload the page, or go on with "
    "another one."
)
FAILED = "failed"  # the sentence on a callback that failed before the page was drawn

log = logging.getLogger(__name__)


@contextlib.contextmanager
def contained() -> Iterator[None]:
    """Run a block; if it fails, show a sentence and go on after it."""
    try:
        yield
    except FragmentHandledException:
        return  # `handle` has shown it in the place of the fragment
    except Exception as error:
        log.exception("A page failed.")
        st.error(_sentence(error))


def handle(error: Exception) -> bool:
    """Say in a sentence that a fragment or a callback has failed; Streamlit has logged it.

    A callback runs before the page: the page is drawn all the same, and says it at the top.
    """
    context = get_script_run_ctx()
    if context is None or context.script_requests is None or context.has_script_started:
        st.error(_sentence(error))
    else:
        st.session_state[FAILED] = _sentence(error)
        again = RerunData(
            query_string=context.query_string,
            page_script_hash=context.page_script_hash,
            cached_message_hashes=context.cached_message_hashes,
            context_info=context.context_info,
        )
        context.script_requests.request_rerun(again)
    return True


def tell() -> None:
    """Draw the sentence on a callback that has failed, once."""
    if sentence := st.session_state.pop(FAILED, ""):
        st.error(sentence)


def _sentence(error: Exception) -> str:
    return theme.plain(str(error)) if isinstance(error, InputError) else SENTENCE
