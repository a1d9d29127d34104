"""Finished figures: Plotly, with the lab's colours in light and dark; no Streamlit here."""
