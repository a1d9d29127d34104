"""The script that Streamlit runs at each rerun: it dresses the page and runs the one chosen."""

import streamlit as st

from aelab import home
from aelab.web import contents, failures, presenting, theme
from aelab.web.site import PAGES

LAB = {"lab": "Lab", "reference": "Reference"}

st.set_page_config(
    page_title="Autoencoder Lab", layout="wide", initial_sidebar_state=theme.SIDEBAR
)
theme.dress()
lecture = contents.titles()
pages = {
    name: st.Page(PAGES / f"{name}.py", title=title, default=name == "lab")
    for name, title in (LAB | lecture).items()
}
chosen = st.navigation(list(pages.values()), position="hidden")
with st.sidebar:
    st.title("Autoencoder Lab", anchor=False)
    presenting.switch()
    with st.container(key="pages"):
        for name in LAB:
            st.page_link(pages[name])
    st.header("Lecture", anchor=False)
    with st.container(key="chapters"):
        for name, label in contents.labels().items():
            st.page_link(pages[name], label=label)
presenting.follow()
failures.tell()
if problem := home.problem():
    st.error(theme.plain(problem))
with failures.contained():
    chosen.run()
names = list(lecture)
here = next((name for name in names[:-1] if pages[name] is chosen), None)
if here is not None:
    with st.container(key="onward"):
        after = names[names.index(here) + 1]
        st.page_link(pages[after], label=f"Next: {lecture[after]}")
