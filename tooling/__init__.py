"""What tests, docs and benchmarks share: a running lab, a browser, and the Lab page in it."""
