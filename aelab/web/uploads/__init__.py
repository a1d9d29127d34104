"""The user's own data: the upload, its route into the server, and its controls in the sidebar."""
