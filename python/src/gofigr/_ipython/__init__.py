"""Access to IPython, if this code runs in it: its shell and its output."""
