"""Finished figures: Plotly, in colours that are named by tokens; no Streamlit here."""

__all__ = [
    "anomaly",
    "colours",
    "curves",
    "drawn",
    "jets",
    "look",
    "measured",
    "pixels",
    "spectra",
    "tiles",
]
