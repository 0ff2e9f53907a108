"""Versions the files that an analysis reads, and links them to the figures drawn from them."""
