"""Closed forms of the lecture, one topic per file, with numpy and scipy only."""
