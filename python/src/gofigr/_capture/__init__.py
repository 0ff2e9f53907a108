"""What is noted about a figure by itself: code, notebook, environment, git, random seeds."""
