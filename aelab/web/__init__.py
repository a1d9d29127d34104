"""Everything that knows Streamlit: the script, the controls, the session, the live picture."""
