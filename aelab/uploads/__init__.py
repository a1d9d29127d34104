"""Uploads: files of visitors, parsed in a process with limits, and the store of own data."""
