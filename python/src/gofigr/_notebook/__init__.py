"""The extension for notebooks: notices figures that are shown, and finds out which notebook this is."""
