"""Attacks on a running lab: whether it holds, and what another visitor notices of them."""
