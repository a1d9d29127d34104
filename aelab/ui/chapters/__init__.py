"""The pages of the lecture: what each needs of state and of caching, a file per chapter."""
