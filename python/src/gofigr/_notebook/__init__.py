"""The extension for notebooks: detects shown figures and finds out which notebook this is."""
