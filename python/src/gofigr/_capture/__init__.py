"""Captures the context of a figure: code, notebook, environment, git, random seeds."""
