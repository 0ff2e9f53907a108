"""IPython, where this code runs in it: its shell, and what is shown there."""
